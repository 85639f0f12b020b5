"""Faults under the desk: lines cut around a commit, connections dropped, a process killed, PostgreSQL restarted."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from api.conversation.events import MISSED, EventHub
from api.db.embedded import EmbeddedPostgres
from api.db.migrate import migrate
from api.db.session import Database
from api.db.tables.conversations import MessageRecord
from api.kernel.errors import DATABASE_DOWN, Unavailable
from api.settings import Role
from tests.support.casework.floor import Floor
from tests.support.journeys.severed import Wire

LOST = (*DATABASE_DOWN, Unavailable)


@pytest.fixture
def wire(database_url: str, tmp_path: Path) -> Iterator[Wire]:
    """A line to PostgreSQL that can be cut."""
    made = Wire(database_url, tmp_path)
    made.mend()
    yield made
    made.cut()


@pytest.fixture
async def shaky(floor: Floor, wire: Wire, database_url: str) -> AsyncIterator[Floor]:
    """The desk, emptied by `floor`, at the end of that line."""
    line = Database(wire.url, 3)
    made = Floor(database_url, line=line)
    yield made
    await line.close()
    await made.database.close()


async def again(act: Callable[[], Awaitable[object]], tries: int = 5) -> int:
    """Does it until it is done, as a browser would; how often it took."""
    for attempt in range(1, tries + 1):
        try:
            await act()
        except LOST:
            continue
        return attempt
    raise AssertionError("it never got through")


async def count(floor: Floor, said: str) -> int:
    """How many messages have this text."""
    async with floor.database.transaction() as session:
        return await session.scalar(select(func.count()).where(MessageRecord.text == said)) or 0


@pytest.mark.parametrize("lost", ["commit", "answer"])
async def test_a_reply_whose_commit_or_answer_is_lost_arrives_once(shaky: Floor, wire: Wire, lost: str) -> None:
    _, case = await shaky.waiting()
    sam = await shaky.member()
    await shaky.work.claim(sam, case.reference)
    wire.lose_next = lost
    took = await again(lambda: shaky.work.reply(sam, case.reference, f"Once, {lost}", "form-0001"))
    assert took == 2 and wire.lost == 1
    assert await count(shaky, f"Once, {lost}") == 1


@pytest.mark.parametrize("lost", ["commit", "answer"])
async def test_a_residents_word_to_a_person_arrives_once_too(shaky: Floor, wire: Wire, lost: str) -> None:
    resident, case = await shaky.waiting()
    await shaky.work.claim(await shaky.member(), case.reference)
    wire.lose_next = lost
    assert await again(lambda: resident.says(f"Hello, {lost}", key="key-00001")) == 2
    assert await count(shaky, f"Hello, {lost}") == 1


async def test_a_pull_whose_answer_is_lost_took_the_case_and_the_next_pull_takes_another(
    shaky: Floor, wire: Wire
) -> None:
    (_, one), (_, other) = await shaky.waiting(), await shaky.waiting()
    sam = await shaky.member()
    wire.lose_next = "answer"
    with pytest.raises(LOST):
        await shaky.assignment.next_case(sam)
    assert (await shaky.case(one.reference)).claimed_by == sam.id, "it is among their cases"
    assert await shaky.assignment.next_case(sam) == other.reference


async def test_every_connection_dropped_amid_pulling_costs_nothing(shaky: Floor, wire: Wire) -> None:
    references = [await shaky.desk.case() for _ in range(20)]
    members = [await shaky.member() for _ in range(20)]
    taken: list[str] = []

    async def pull(number: int) -> None:
        if reference := await shaky.assignment.next_case(members[number]):
            taken.append(reference)
        if len(taken) in (3, 9):  # the others are in the midst of it
            wire.cut()
            wire.mend()

    await asyncio.gather(*(again(lambda n=number: pull(n), 20) for number in range(20)))  # type: ignore[misc]
    assert set(Counter(taken).values()) == {1}
    claimed = [await shaky.case(reference) for reference in references]
    assert all(case.claimed_by is not None for case in claimed if case.reference in taken)
    assert len({case.reference for case in claimed if case.status == "open"} & set(taken)) == 0


async def test_a_process_that_is_killed_with_a_case_in_its_hand_lets_go_of_it(floor: Floor) -> None:
    _, case = await floor.waiting()
    command = [sys.executable, "-m", "tests.support.casework.pulls_and_dies", floor.desk.database_url]
    died = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=60, check=False)
    assert died.stdout.split() == [case.reference] and died.returncode == -9, died.stderr
    assert await floor.assignment.next_case(await floor.member()) == case.reference


@pytest.mark.slow
async def test_after_a_restart_of_postgresql_everybody_is_told_to_look_again_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    server = EmbeddedPostgres(tmp_path / "pg")
    url = await asyncio.to_thread(server.start)
    await asyncio.to_thread(migrate, url)
    floor = Floor(url)
    hub = EventHub(url)
    try:
        resident, case = await floor.waiting()
        sam = await floor.member(Role.AGENT, "waste")
        await floor.work.claim(sam, case.reference)
        with hub.desk_news() as news, hub.subscribe(resident.id) as words:
            hub.start()
            assert await asyncio.wait_for(news.get(), 20) == MISSED
            words.clear()
            await asyncio.to_thread(server.stop)
            with pytest.raises(LOST):
                await floor.work.reply(sam, case.reference, "After the restart", "form-0001")
            await asyncio.to_thread(server.start)
            floor.clock.forward(minutes=1)
            assert await asyncio.wait_for(news.get(), 30) == MISSED
            await asyncio.wait_for(words.wait(), 30)
            assert await again(lambda: floor.work.reply(sam, case.reference, "After the restart", "form-0001")) <= 3
            assert await asyncio.wait_for(news.get(), 30) == f"case waste {case.reference}"
        said = [message.text for message in (await floor.chat.transcript(resident.id, resident.token)).messages]
        assert said.count("After the restart") == 1 and "Nobody came for my bin" in said
    finally:
        await hub.stop()
        await floor.database.close()
        await asyncio.to_thread(server.stop)


async def test_no_lock_stays_behind(floor: Floor) -> None:
    idle = text("select count(*) from pg_stat_activity where state = 'idle in transaction'")
    async with floor.database.transaction() as session:
        assert await session.scalar(idle) == 0
