"""The chain of the audit trail: one for all who write at once, and whoever tampers is found."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator

import psycopg
import pytest

from api.commands.vault_commands import verify_audit
from api.db.migrate import downgrade, migrate
from api.db.session import Database
from api.kernel import audit
from api.settings import Settings
from api.staff.audit.audit_chain import Head, Verified, verify


@pytest.fixture
async def trail(database_url: str) -> AsyncIterator[Database]:
    """A database of its own, with a trail of five events: tampering leaves traces for good."""
    name = f"trail_{secrets.token_hex(4)}"
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(f'create database "{name}"')
    url = _other(database_url, name)
    migrate(url)
    database = Database(url, 8)
    for number in range(5):
        await record(database, f"case NB-{number}", {"reason": "Zoë asked: “why?”", "count": number, "none": None})
    yield database
    await database.close()
    with psycopg.connect(database_url, autocommit=True) as server:
        server.execute(f'drop database "{name}" with (force)')


async def record(database: Database, subject: str, details: dict[str, audit.Detail] | None = None) -> None:
    """Writes one event."""
    async with database.transaction() as session:
        audit.record(session, "sam", audit.Action.CASE_CLAIMED, subject, details, "203.0.113.9")


def tamper(database: Database, *statements: str) -> None:
    """What a superuser can do: triggers sleep meanwhile."""
    with psycopg.connect(database.url) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


async def test_a_trail_that_nobody_touched_is_whole(trail: Database) -> None:
    found = await verify(trail)
    assert (found.broken, found.head.position) == (None, 5)


async def test_writers_at_once_stay_in_one_chain(trail: Database) -> None:
    await asyncio.gather(*(record(trail, f"case NB-X{number}") for number in range(40)))
    found = await verify(trail)
    assert (found.broken, found.head.position) == (None, 45)


async def test_what_is_rolled_back_leaves_no_gap(trail: Database) -> None:
    with pytest.raises(RuntimeError):
        async with trail.transaction() as session:
            audit.record(session, "sam", audit.Action.CASE_CLAIMED, "case undone")
            await session.flush()
            raise RuntimeError("the deed failed")
    await record(trail, "case NB-6")
    found = await verify(trail)
    assert (found.broken, found.head.position) == (None, 6)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["update audit_event set actor = 'somebody' where id = 3"], "Link 3: event 3 was changed"),
        (["update audit_event set details = '{}' where id = 2"], "Link 2: event 2 was changed"),
        (["update audit_event set at = at + interval '1 microsecond' where id = 5"], "Link 5: event 5 was changed"),
        (["update audit_event set address = null where id = 1"], "Link 1: event 1 was changed"),
        (["delete from audit_event where id = 4"], "Link 4: event 4 was deleted"),
        (["delete from audit_event where id = 4", "delete from audit_link where event_id = 4"], "Link 4 is missing"),
        (["update audit_link set digest = repeat('0', 64) where position = 2"], "Link 2: event 2 was changed"),
        (
            ["insert into audit_event (at, actor, action, subject, details) values (now(), 'x', 'y', 'z', '{}')"],
            "stands outside of the chain",
        ),
    ],
)
async def test_whoever_tampers_is_found_at_the_first_broken_link(
    trail: Database, statements: list[str], told: str
) -> None:
    tamper(trail, *statements)
    found = await verify(trail)
    assert found.broken is not None and told in found.broken


async def test_a_chain_that_was_cut_short_or_made_anew_does_not_fit_a_head_noted_before(trail: Database) -> None:
    noted = (await verify(trail)).head
    await record(trail, "case NB-7")
    assert (await verify(trail, noted)).broken is None
    tamper(trail, "delete from audit_event where id > 4", "delete from audit_link where position > 4")
    assert (await verify(trail)).broken is None, "nothing inside the database can tell"
    assert "events are gone" in _told(await verify(trail, noted))
    await record(trail, "case NB-8")
    assert "made anew" in _told(await verify(trail, noted))


async def test_the_chain_itself_refuses_changes(trail: Database) -> None:
    for statement in ("update audit_link set digest = ''", "delete from audit_link", "truncate audit_link"):
        with psycopg.connect(trail.url) as connection, pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(statement)  # type: ignore[call-overload]


async def test_events_from_before_the_chain_are_taken_into_it(trail: Database) -> None:
    downgrade(trail.url, "0008_desk")
    migrate(trail.url)
    found = await verify(trail)
    assert (found.broken, found.head.position) == (None, 5)


async def test_the_command_names_the_broken_link(trail: Database) -> None:
    settings = Settings(_env_file=None, database_url=trail.url)
    told, whole = await asyncio.to_thread(verify_audit, settings, "")
    assert whole and "5 events" in told
    head = told.rpartition(" ")[2]
    assert await asyncio.to_thread(verify_audit, settings, head) == (told, True)
    tamper(trail, "update audit_event set subject = 'case other' where id = 3")
    told, whole = await asyncio.to_thread(verify_audit, settings, "")
    assert not whole and "Link 3" in told


def _told(found: Verified) -> str:
    assert found.broken is not None
    return found.broken


def _other(url: str, name: str) -> str:
    """The same server, another database."""
    before, mark, options = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{mark}{options}"


def test_a_head_is_written_as_it_is_read() -> None:
    assert str(Head(3, "ab")) == "3:ab"
