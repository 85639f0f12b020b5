"""What backups still open of whoever was erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from api.assistant import Assistant
from api.commands.vault_commands import erase as erase_command
from api.commands.vault_commands import retire, rotate
from api.db.migrate import migrate
from api.settings import Settings
from tests.support.journeys.canary import seen
from tests.support.journeys.conversation import Resident
from tests.support.journeys.copies import Copies, new_database, reveals
from tests.support.journeys.personal_details import PHONE, TOLD, VALUES, delete
from tests.support.journeys.served import served


@pytest.fixture
def copies(settings: Settings, assistant: Assistant, database_url: str, tmp_path: Path) -> Iterator[Copies]:
    """A site that nobody else uses."""
    url = new_database(database_url)
    migrate(url)
    with served(settings, assistant, database_url=url, data_dir=tmp_path / "var") as parts:
        yield Copies(parts, tmp_path)


def test_what_was_erased_is_in_no_new_backup_and_no_old_one_opens_it_without_its_keys(copies: Copies) -> None:
    with httpx.Client(base_url=copies.parts.settings.public_url, timeout=20) as http:
        resident, other = Resident(http), Resident(http)
        resident.say(TOLD)
        other.say(TOLD)
        copies.back_up("before")
        delete(resident).raise_for_status()
        copies.back_up("after")
    placeholder = "<PHONE_NUMBER_1>"
    assert resident.id in copies.text("before") and resident.id not in copies.text("after")
    assert [seen(VALUES, copies.text(when)) for when in ("before", "after")] == [set(), set()]
    long_kept = copies.restored("before", keys=False)
    with psycopg.connect(long_kept) as connection:
        sealed = "select count(*) from vault_value where conversation_id = %s"
        assert connection.execute(sealed, [resident.id]).fetchone() == (2,), "the ciphertext is in the old backup"
    assert reveals(copies, long_kept, resident.id, placeholder) is None
    with_old_keys = copies.restored("before", keys=True)
    assert reveals(copies, with_old_keys, resident.id, placeholder) == PHONE, "so old keys must not be kept for long"
    rotate(copies.parts.settings)
    assert reveals(copies, with_old_keys, resident.id, placeholder) == PHONE
    retire(copies.parts.settings)
    assert reveals(copies, with_old_keys, resident.id, placeholder) is None, "a retired master key ends older copies"
    assert reveals(copies, copies.parts.database.url, other.id, placeholder) == PHONE


def test_newer_keys_beside_an_older_backup_open_nothing_of_whoever_was_erased_between(copies: Copies) -> None:
    with httpx.Client(base_url=copies.parts.settings.public_url, timeout=20) as http:
        resident, other = Resident(http), Resident(http)
        resident.say(TOLD)
        other.say(TOLD)
        copies.back_up("monday")
        delete(resident).raise_for_status()
        Resident(http).say(TOLD)
        copies.back_up("tuesday")
    (copies.folder / "tuesday" / "keys.sql").replace(copies.folder / "monday" / "keys.sql")
    url = copies.restored("monday", keys=True)
    assert reveals(copies, url, other.id, "<PHONE_NUMBER_1>") == PHONE
    assert reveals(copies, url, resident.id, "<PHONE_NUMBER_1>") is None
    again = copies.parts.settings.model_copy(update={"database_url": url})
    assert "with its details, messages and cases" in erase_command(again, resident.id)
    with pytest.raises(SystemExit, match="no such case or conversation"):
        erase_command(again, resident.id)
