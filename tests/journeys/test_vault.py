"""What is kept of personal data: under the same name each time, openable only with the conversation's key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import httpx
import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.session import Database
from api.db.tables.vault import VaultKey
from api.kernel.errors import NotFound
from api.vault.keys import Key, Sealed
from api.vault.service import Vault
from api.wiring import make_masters
from tests.support.journeys.conversation import Resident

if TYPE_CHECKING:
    from tests.conftest import Site

T = TypeVar("T")
PHONE, EMAIL = "07700 900461", "philippa.quennell@example.org"


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who left a phone number."""
    made = Resident(client)
    made.say(f"My bin was not emptied, please call me on {PHONE}")
    return made


def in_vault(site: Site, work: Callable[[Vault, AsyncSession], Awaitable[T]]) -> T:
    """Does something with the site's vault, in a transaction."""

    async def run() -> T:
        database, settings = Database(site.parts.database.url, 2), site.parts.settings
        vault = Vault(make_masters(settings))
        try:
            async with database.transaction() as session:
                return await work(vault, session)
        finally:
            await database.close()

    return asyncio.run(run())


def reveal(site: Site, resident: Resident, placeholder: str) -> str:
    """The value behind a placeholder."""

    async def work(vault: Vault, session: AsyncSession) -> str:
        return await (await vault.open(session, UUID(resident.id))).reveal(placeholder)

    return in_vault(site, work)


def erase(site: Site, resident: Resident) -> None:
    """Erases the conversation's personal data."""
    in_vault(site, lambda vault, session: vault.erase(session, UUID(resident.id)))


def sealed(site: Site, resident: Resident) -> dict[str, bytes]:
    """Placeholder to ciphertext, as the database has it."""
    query = "select placeholder, sealed from vault_value where conversation_id = %s"
    return {str(name): bytes(value) for name, value in site.rows(query, resident.id)}  # type: ignore[call-overload]


def test_a_value_has_the_same_placeholder_in_every_turn(resident: Resident) -> None:
    texts = [resident.say(f"my phone number is {PHONE}")["messages"][0]["text"] for _ in range(2)]
    assert texts == ["my phone number is <PHONE_NUMBER_1>"] * 2


@pytest.mark.parametrize("spelling", ["07700900461", "07700 900 461", "07700-900-461"])
def test_a_number_that_is_spaced_in_another_way_is_the_same_value(resident: Resident, spelling: str) -> None:
    turn = resident.say(f"my phone number is {spelling}")
    assert turn["messages"][0]["text"] == "my phone number is <PHONE_NUMBER_1>"


def test_another_value_of_the_same_kind_has_the_next_placeholder(site: Site, resident: Resident) -> None:
    turn = resident.say("or call my sister on 07700 900872")
    assert "<PHONE_NUMBER_2>" in turn["messages"][0]["text"]
    assert reveal(site, resident, "<PHONE_NUMBER_1>") == PHONE
    assert reveal(site, resident, "<PHONE_NUMBER_2>") == "07700 900872"


@pytest.mark.parametrize("typed", ["<PHONE_NUMBER_1>", "<EMAIL_ADDRESS_5>", "<PERSON_999999>"])
def test_a_placeholder_that_the_resident_typed_is_text_that_stands_for_nothing(
    site: Site, resident: Resident, typed: str
) -> None:
    turn = resident.say(f"is {typed} mine? my email address is {EMAIL}")
    assert turn["messages"][0]["text"] == f"is ‹{typed[1:-1]}› mine? my email address is <EMAIL_ADDRESS_1>"
    assert set(sealed(site, resident)) == {"<PHONE_NUMBER_1>", "<EMAIL_ADDRESS_1>"}
    assert reveal(site, resident, "<EMAIL_ADDRESS_1>") == EMAIL


def test_the_resident_is_shown_what_they_typed_as_they_typed_it(client: httpx.Client) -> None:
    client.post("/chat", data={"text": "I am Ada Lovelace and not <PERSON_1>"})
    page = client.get("/chat").text
    assert 'I am <span class="chip">[name hidden]</span> and not &lt;PERSON_1&gt;' in page
    assert "I am [name 1 hidden] and not <PERSON_1>" in client.get("/chat/transcript").text


def test_after_erasure_nothing_in_the_database_opens_what_was_copied_without_its_key(
    site: Site, resident: Resident
) -> None:
    other = Resident(resident.client)
    other.say(f"please call me on {PHONE}")
    copied = sealed(site, resident)["<PHONE_NUMBER_1>"]
    erase(site, resident)
    assert sealed(site, resident) == {}

    async def open_copy(vault: Vault, session: AsyncSession) -> None:
        await vault.open(session, UUID(resident.id))  # a conversation of that name has another key now
        masters = make_masters(site.parts.settings)
        rows = (await session.scalars(select(VaultKey))).all()
        wrapped = [masters.named(row.master).unwrap(row.wrapped, str(row.conversation_id)) for row in rows]
        assert len(wrapped) > 1
        for key in (*masters.at_hand(), *wrapped):
            with pytest.raises(Sealed):
                key.decrypt(copied, f"{resident.id}|<PHONE_NUMBER_1>")

    in_vault(site, open_copy)
    dump = everything(site)
    assert copied.hex() not in dump
    assert site.rows("select 1 from vault_fingerprint where conversation_id = %s", resident.id) == []
    assert reveal(site, other, "<PHONE_NUMBER_1>") == PHONE


def everything(site: Site) -> str:
    """The vault's tables as PostgreSQL copies them out."""
    pieces: list[bytes] = []
    with psycopg.connect(site.parts.database.url) as connection:
        for table in ("vault_value", "vault_key", "vault_fingerprint"):
            with connection.cursor().copy(f"copy {table} to stdout") as copy:  # type: ignore[arg-type]
                pieces += [bytes(piece) for piece in copy]
    return b"".join(pieces).decode()


def test_after_erasure_the_conversation_can_still_be_read_without_its_details(site: Site, resident: Resident) -> None:
    before = resident.transcript()
    erase(site, resident)
    assert resident.transcript() == before
    with pytest.raises(NotFound):
        reveal(site, resident, "<PHONE_NUMBER_1>")


def test_a_ciphertext_that_was_moved_to_another_placeholder_does_not_open(site: Site, resident: Resident) -> None:
    resident.say("or call my sister on 07700 900872")
    with psycopg.connect(site.parts.database.url) as connection:
        connection.execute(
            """update vault_value set sealed = (select sealed from vault_value where conversation_id = %(id)s
               and placeholder = '<PHONE_NUMBER_1>')
               where conversation_id = %(id)s and placeholder = '<PHONE_NUMBER_2>'""",
            {"id": resident.id},
        )
    with pytest.raises(Sealed):
        reveal(site, resident, "<PHONE_NUMBER_2>")


def test_another_master_key_opens_nothing(site: Site, resident: Resident) -> None:
    async def open_with_another(_: Vault, session: AsyncSession) -> None:
        with pytest.raises(Sealed):
            await Vault(Key.new()).open(session, UUID(resident.id))

    in_vault(site, open_with_another)
