"""What processes at one database share of the limits, and what they do when it does not answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import psycopg
import pytest

from api.background.upkeep import Upkeep
from api.db.session import Database
from api.kernel.errors import TooMany
from api.kernel.limits import shared_allowances
from api.kernel.limits.allowances import Allowances, Claim
from api.kernel.limits.limits import Limits
from api.kernel.limits.shared_allowances import SharedAllowances
from api.settings import Settings
from api.vault.keys import Key
from api.vault.service import Vault

ADDRESS = "2001:db8:77:99::1"
MASTER = Key.new()


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    """A database of its own: every row of the table is ours."""
    return new_database("shared_limits")


@pytest.fixture
async def replicas(url: str) -> AsyncIterator[tuple[Allowances, Allowances]]:
    """Two processes at one database, with the same master key."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("truncate rate_limit")
    pair = SharedAllowances(url, MASTER.fingerprint), SharedAllowances(url, MASTER.fingerprint)
    yield pair
    for each in pair:
        await each.close()


async def test_two_processes_share_one_allowance(replicas: tuple[Allowances, Allowances]) -> None:
    settings = Settings(_env_file=None, limit_conversations=4)
    one, other = (Limits(settings, each) for each in replicas)
    for each in (one, other, one, other):
        await each.start(ADDRESS)
    for each in (one, other):
        with pytest.raises(TooMany) as refused:
            await each.start(ADDRESS)
        assert 890 <= refused.value.retry_after <= 900, "one comes back in a quarter of an hour"
    await other.start("192.0.2.1")


async def test_at_the_same_time_no_more_are_let_through_than_there_are(
    replicas: tuple[Allowances, Allowances], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_allowances, "DATABASE_SECONDS", 20.0)
    address, conversations = Claim("a", 30, 60.0), [Claim(f"c{number}", 5, 60.0) for number in range(10)]
    asked = [each.take(chat, address) for _ in range(5) for chat in conversations for each in replicas]
    waits = await asyncio.gather(*asked)
    assert (len(waits), sum(not wait for wait in waits)) == (100, 30)
    assert all(0 < wait <= 12 for wait in waits if wait)


async def test_it_comes_back_bit_by_bit_and_what_is_refused_takes_nothing(
    replicas: tuple[Allowances, Allowances],
) -> None:
    one, other = replicas
    claim, roomy = Claim("a", 2, 1.0), Claim("b", 2, 60.0)
    assert [await one.take(claim), await other.take(claim)] == [0, 0]
    assert 0 < await one.take(roomy, claim) <= 0.5
    await asyncio.sleep(0.55)
    assert await other.take(claim) == 0
    assert 0 < await one.take(claim) <= 0.5
    assert [await one.take(roomy), await other.take(roomy)] == [0, 0], "of two, neither was taken"
    assert await one.take(Claim("a", 0, 60.0)) == 0, "0 is no limit"


async def test_no_row_says_who_asked_and_old_ones_are_swept(url: str, replicas: tuple[Allowances, Allowances]) -> None:
    conversation = uuid4()
    limits = Limits(Settings(_env_file=None, limit_messages=1, limit_messages_per_conversation=1), replicas[0])
    await limits.message(ADDRESS, conversation)
    with psycopg.connect(url, autocommit=True) as connection:
        rows = [key for (key,) in connection.execute("select key from rate_limit")]
        assert len(rows) == 2 and all(len(key) == 32 for key in rows)
        assert not [word for word in ("2001", "db8", str(conversation), conversation.hex) if word in " ".join(rows)]
        connection.execute("update rate_limit set whole_at = now() - interval '1 second' where true")
        connection.execute("insert into rate_limit values ('still-counts', now() + interval '1 minute')")
        database = Database(url, 1)
        await Upkeep(database, Vault(MASTER), Settings(_env_file=None)).end_sessions()
        await database.close()
        assert connection.execute("select key from rate_limit").fetchall() == [("still-counts",)]
        logged = connection.execute("select relpersistence from pg_class where relname = 'rate_limit'").fetchone()
        assert logged == ("u",), "nothing of it is written to a log of changes"


async def test_a_day_later_the_same_address_is_another_row(
    url: str, replicas: tuple[Allowances, Allowances], monkeypatch: pytest.MonkeyPatch
) -> None:
    await replicas[0].take(Claim(ADDRESS, 5, 60.0))
    later = shared_allowances.now().replace(year=2090)
    monkeypatch.setattr(shared_allowances, "now", lambda: later)
    await replicas[0].take(Claim(ADDRESS, 5, 60.0))
    with psycopg.connect(url) as connection:
        assert connection.execute("select count(distinct key) from rate_limit").fetchone() == (2,)


async def test_without_a_database_a_process_counts_for_itself_and_nobody_waits_long() -> None:
    alone = SharedAllowances("postgresql://nobody@127.0.0.1:9/none", MASTER.fingerprint)
    began = time.monotonic()
    assert [await alone.take(Claim("a", 2, 60.0)) for _ in range(2)] == [0, 0]
    assert await alone.take(Claim("a", 2, 60.0)) > 0
    assert time.monotonic() - began < 1.0
    await alone.close()


async def test_a_database_that_hangs_delays_once_and_is_asked_again_later(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_allowances, "REST", 0.3)
    shared = SharedAllowances(url, MASTER.fingerprint)
    claim = Claim(uuid4().hex, 3, 60.0)
    assert await shared.take(claim) == 0
    with psycopg.connect(url) as connection:
        connection.execute("lock table rate_limit in exclusive mode")
        began = time.monotonic()
        assert await shared.take(claim) == 0
        assert 0.15 < time.monotonic() - began < 1.0
        began = time.monotonic()
        assert await shared.take(claim) == 0
        assert time.monotonic() - began < 0.05, "now it counts for itself"
    await asyncio.sleep(0.6)
    assert [await shared.take(claim) for _ in range(2)] == [0, pytest.approx(20, abs=2)], "the late one was counted"
    await shared.close()
