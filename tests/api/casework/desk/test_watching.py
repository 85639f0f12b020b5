"""Live news of the desk: who hears what, and what a stream does when its session or the database ends."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from api.casework.queue.desk_events import DeskEvents, Watcher
from api.conversation.events import EventHub
from api.db.tables.staff import StaffSession
from api.kernel.permissions import Member
from api.settings import Role
from tests.support.casework.floor import Floor


class Screen:
    """A browser that follows the desk."""

    def __init__(self, stream: AsyncIterator[str]) -> None:
        self._stream = stream

    async def until(self, name: str) -> dict[str, Any]:
        """The next event of that name; what comes before is passed over."""
        async with asyncio.timeout(15):
            async for text in self._stream:
                lines = dict(line.split(": ", 1) for line in text.strip().splitlines() if not line.startswith(":"))
                if lines.get("event") == name:
                    found: dict[str, Any] = json.loads(lines["data"])
                    return found
        raise AssertionError(f"the stream ended without {name}")


async def signed_in(floor: Floor, member: Member) -> str:
    """The digest of a session."""
    token, at = secrets.token_hex(32), floor.clock()
    row = StaffSession(
        token_digest=token, staff_id=member.id, csrf="-", created_at=at, last_seen_at=at, expires_at=at + timedelta(1)
    )
    async with floor.database.transaction() as session:
        session.add(row)
    return token


@asynccontextmanager
async def desk_events(floor: Floor, *members: Member, reference: str = "") -> AsyncIterator[list[Screen]]:
    """The screens of these people, once the news flow."""
    hub = EventHub(floor.desk.database_url)
    service = DeskEvents(floor.database, floor.desk.floor, hub, timedelta(minutes=60), floor.clock)
    streams = []
    for member in members:
        conversation = await floor.desk.floor.conversation(member, reference) if reference else None
        streams.append(service.follow(Watcher(member, await signed_in(floor, member), conversation)))
    screens = [Screen(stream) for stream in streams]
    try:
        for screen in screens:
            await screen.until("look")  # the stream stands
        hub.start()
        for screen in screens:
            await screen.until("look")  # the hub is connected, and says that something may have been missed
        yield screens
    finally:
        for stream in streams:
            await stream.aclose()  # type: ignore[attr-defined]
        await hub.stop()


async def test_everybody_who_sees_a_team_hears_of_its_cases_and_nobody_else(floor: Floor) -> None:
    waste, housing = await floor.member(), await floor.member(Role.AGENT, "housing")
    async with desk_events(floor, waste, housing) as (of_waste, of_housing):
        _, case = await floor.waiting()
        assert await of_waste.until("case") == {"team": "waste", "reference": case.reference}
        floor.bot.team = "housing"
        _, theirs = await floor.waiting()
        assert (await of_housing.until("case"))["reference"] == theirs.reference, "and nothing of waste before"


async def test_both_teams_hear_of_a_transfer(floor: Floor) -> None:
    waste, streets = await floor.member(), await floor.member(Role.AGENT, "streets")
    _, case = await floor.waiting()
    async with desk_events(floor, waste, streets) as screens:
        await floor.work.transfer(waste, case.reference, "streets")
        assert [(await screen.until("case"))["reference"] for screen in screens] == [case.reference] * 2


async def test_an_urgent_case_rings_within_the_stream_and_stops_for_everybody_when_one_answers(floor: Floor) -> None:
    one, two = await floor.member(Role.SUPERVISOR), await floor.member(Role.SUPERVISOR)
    async with desk_events(floor, one, two) as screens:
        resident = await floor.resident()
        await resident.says("There is a fire")
        case = await floor.case_of(resident)
        for screen in screens:
            assert await screen.until("ring") == {"references": [case.reference]}
        await floor.desk.floor.answer_ring(one, case.reference)
        for screen in screens:
            assert await screen.until("ring") == {"references": []}


async def test_the_case_on_the_screen_hears_of_words_and_typing(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    async with desk_events(floor, sam, reference=case.reference) as (screen,):
        await floor.desk.floor.resident.typing(resident.id, resident.token)
        await screen.until("typing")
        await resident.says("Hello?")
        await screen.until("look")


async def test_a_stream_ends_with_its_session_and_does_not_prolong_it(floor: Floor) -> None:
    sam = await floor.member()
    hub = EventHub(floor.desk.database_url)
    service = DeskEvents(floor.database, floor.desk.floor, hub, timedelta(minutes=60), floor.clock)
    token = await signed_in(floor, sam)
    floor.clock.forward(minutes=59)
    screen = Screen(service.follow(Watcher(sam, token)))
    await screen.until("look")
    async with floor.database.transaction() as session:
        assert (await session.get_one(StaffSession, token)).last_seen_at < floor.clock()
    floor.clock.forward(minutes=2)
    await Screen(service.follow(Watcher(sam, token))).until("signed-out")


async def test_whoever_follows_counts_as_there(floor: Floor) -> None:
    sam = await floor.member()
    await floor.presence.take_cases(sam, available=True)
    floor.clock.forward(minutes=30)
    boss = await floor.member(Role.SUPERVISOR)
    assert sam.id not in [here.staff_id for here in await floor.presence.everybody(boss) if here.there]
    async with desk_events(floor, sam):
        assert sam.id in [here.staff_id for here in await floor.presence.everybody(boss) if here.there]
