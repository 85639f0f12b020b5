"""Rotating the master key of a vault that is in use: nothing is lost, whatever happens in between."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import update

from api.commands.serve import right_masters
from api.commands.vault_commands import check, discard, retire, rotate
from api.db.session import Database
from api.db.tables.vault import VaultKey
from api.settings import Settings
from api.vault import rotate as rotation
from api.vault.keyring import KeyFile, Keyring
from api.vault.keys import Key, KeyProblem, new_text, read_key
from api.vault.repository import KeyRepository
from api.vault.rotate import RotationRefused
from api.vault.secrets import Secrets
from api.vault.survey import require_right_keys, survey
from tests.support.vault.vaults import KeptVault


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the master key is."""
    return tmp_path / "master.key"


async def test_every_key_is_wrapped_again_and_still_opens_what_it_did(
    kept: KeptVault, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 4)
    masters = KeyFile(file)
    first = masters.current.name
    conversations = await kept.fill(masters, 10)
    done = await rotation.rotate(kept.database, masters)
    assert (done.made, done.rewrapped) == (True, 10)
    assert await kept.masters() == {done.master} != {first}
    assert await kept.opens(KeyFile(file), conversations)
    assert ("master_key_rotated", {"count": 10}) in await kept.audited()


async def test_a_rotation_that_was_killed_goes_on_under_the_same_new_key(
    kept: KeptVault, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 3)
    masters, batches = KeyFile(file), 0
    conversations = await kept.fill(masters, 8)
    whole = KeyRepository.not_under

    async def killed(keys: KeyRepository, master: str, most: int) -> Sequence[VaultKey]:
        nonlocal batches
        batches += 1
        if batches == 2:
            raise KeyboardInterrupt
        return await whole(keys, master, most)

    monkeypatch.setattr(KeyRepository, "not_under", killed)
    with pytest.raises(KeyboardInterrupt):
        await rotation.rotate(kept.database, masters)
    assert len(await kept.masters()) == 2
    assert await kept.opens(KeyFile(file), conversations), "both keys open while it is half done"
    monkeypatch.setattr(KeyRepository, "not_under", whole)
    done = await rotation.rotate(kept.database, KeyFile(file))
    assert (done.made, done.rewrapped) == (False, 5)
    assert await kept.masters() == {done.master}
    assert len(KeyFile(file).at_hand()) == 2


async def test_a_replica_that_runs_lives_through_it(kept: KeptVault, file: Path) -> None:
    running, command = KeyFile(file), KeyFile(file)
    before = await kept.fill(running, 3)
    await rotation.rotate(kept.database, command)
    after = await kept.fill(running, 3)
    assert await kept.opens(running, before + after)
    assert await rotation.retire(kept.database, command) == 1
    assert await kept.opens(running, before + after)
    assert await kept.masters() == {command.current.name}


async def test_conversations_that_start_and_go_meanwhile_do_no_harm(kept: KeptVault, file: Path) -> None:
    masters = KeyFile(file)
    await kept.fill(masters, 200)
    _, *more = await asyncio.gather(
        rotation.rotate(kept.database, masters), *(kept.fill(KeyFile(file), 20) for _ in range(3))
    )
    assert len(await kept.masters()) == 1
    assert await kept.opens(KeyFile(file), [each for some in more for each in some])


async def test_a_key_that_no_master_opens_stops_a_rotation_before_it_begins(kept: KeptVault, file: Path) -> None:
    await kept.fill(Keyring(Key.new()), 2)
    masters = KeyFile(file)
    await kept.fill(masters, 3)
    with pytest.raises(RotationRefused, match="2 keys were wrapped by a master key that is not here"):
        await rotation.rotate(kept.database, masters)
    assert len(KeyFile(file).at_hand()) == 1, "no new key was made"


async def test_a_key_that_somebody_changed_counts_as_one_that_no_master_opens(kept: KeptVault, file: Path) -> None:
    masters = KeyFile(file)
    conversation, *_ = await kept.fill(masters, 2)
    async with kept.database.transaction() as session:
        spoilt = update(VaultKey).where(VaultKey.conversation_id == conversation).values(wrapped=b"x" * 60)
        await session.execute(spoilt)
    found = await survey(kept.database, masters)
    assert (dict(found.opened), found.sealed) == ({masters.current.name: 1}, 1)


async def test_a_second_rotation_waits_until_the_earlier_key_was_retired(kept: KeptVault, file: Path) -> None:
    masters = KeyFile(file)
    await kept.fill(masters, 1)
    await rotation.rotate(kept.database, masters)
    with pytest.raises(RotationRefused, match="Retire the earlier one"):
        await rotation.rotate(kept.database, masters)
    await rotation.retire(kept.database, masters)
    assert (await rotation.rotate(kept.database, masters)).made


async def test_a_key_that_is_still_needed_is_not_retired(kept: KeptVault, file: Path) -> None:
    masters = KeyFile(file)
    await kept.fill(masters, 2)
    masters.add()
    with pytest.raises(RotationRefused, match="2 keys are not under"):
        await rotation.retire(kept.database, masters)
    assert len(KeyFile(file).at_hand()) == 2


async def test_two_rotations_at_once_are_one_too_many(kept: KeptVault, file: Path) -> None:
    async with kept.database.transaction() as session:
        assert await KeyRepository(session).alone()
        with pytest.raises(RotationRefused, match="Another command"):
            await rotation.rotate(kept.database, KeyFile(file))


async def test_keys_in_settings_are_rotated_from_the_earlier_to_the_present_one(kept: KeptVault) -> None:
    old, new = Key.new(), Key.new()
    conversations = await kept.fill(Keyring(old), 3)
    with pytest.raises(RotationRefused, match="REEVE_PREVIOUS_MASTER_KEY"):
        await rotation.rotate(kept.database, Keyring(old))
    assert await kept.opens(Keyring(old, new), conversations), "first every replica learns to open with the new key"
    done = await rotation.rotate(kept.database, Keyring(new, old))
    assert (done.made, done.rewrapped) == (False, 3)
    assert await kept.opens(Keyring(new), conversations)


async def test_a_wrong_master_key_is_told_at_the_start_and_an_empty_vault_takes_any(kept: KeptVault) -> None:
    right = Key.new()
    await require_right_keys(kept.database, Keyring(Key.new()))
    await kept.fill(Keyring(right), 1)
    await require_right_keys(kept.database, Keyring(Key.new(), right))
    with pytest.raises(KeyProblem, match=f"wrapped by the master key {right.name}"):
        await require_right_keys(kept.database, Keyring(Key.new()))


async def fill(url: str, masters: Keyring, count: int) -> None:
    """Fills a vault, for tests of commands, which bring a loop of their own."""
    database = Database(url, 2)
    await KeptVault(database).fill(masters, count)
    await database.close()


def test_the_commands_say_what_they_did(own_database_url: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=own_database_url, data_dir=tmp_path)
    masters = KeyFile(settings.key_file)
    first = masters.current.name
    asyncio.run(fill(own_database_url, masters, 3))
    assert check(settings) == (f"master key {first} (in use) opens 3\nnone of them opens 0", True)
    assert "3 keys wrapped again" in rotate(settings)
    assert f"master key {first} (earlier) opens 0" in check(settings)[0]
    assert retire(settings) == "1 earlier master key was taken out of the key file."
    assert retire(settings) == "0 earlier master keys were taken out of the key file."


def test_a_lost_key_stops_the_start_with_one_line_and_what_it_sealed_can_be_discarded(
    own_database_url: str, tmp_path: Path
) -> None:
    new = new_text()
    asyncio.run(fill(own_database_url, Keyring(Key.new()), 2))
    asyncio.run(fill(own_database_url, Keyring(read_key(new, "")), 1))
    settings = Settings(_env_file=None, database_url=own_database_url, data_dir=tmp_path, master_key=new)
    with pytest.raises(SystemExit) as end:
        right_masters(settings, own_database_url)
    assert str(end.value).startswith("Cannot start: The vault holds keys wrapped by") and "\n" not in str(end.value)
    assert new not in str(end.value)
    assert check(settings)[1] is False
    assert "details of 2 conversations were erased" in discard(settings)
    right_masters(settings, own_database_url)
    assert check(settings)[1] is True


def test_a_key_file_that_others_can_read_stops_the_start_with_one_line(own_database_url: str, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=own_database_url, data_dir=tmp_path)
    KeyFile(settings.key_file)
    settings.key_file.chmod(0o644)
    with pytest.raises(SystemExit, match=r"Cannot start: master\.key can be read by others"):
        right_masters(settings, own_database_url)


async def test_reeves_own_secrets_are_sealed_again_too(kept: KeptVault, file: Path) -> None:
    masters = KeyFile(file)
    async with kept.database.transaction() as session:
        await Secrets(masters).keep(session, "totp 1", "the secret")
    first = masters.current.name
    assert (await survey(kept.database, masters)).opened == {first: 1}
    await rotation.rotate(kept.database, masters)
    assert await rotation.retire(kept.database, masters) == 1
    async with kept.database.transaction() as session:
        assert await Secrets(KeyFile(file)).read(session, "totp 1") == "the secret"
        await Secrets(masters).forget(session, "totp 1")
