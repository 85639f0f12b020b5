"""Whichever road closed a case, nothing by the clock changes it; whichever opened it again, it is looked at."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from api.casework.cases.priority import Priorities
from api.casework.life.intake import Intake
from api.casework.life.leavers import return_cases
from api.casework.pages.case_tools import CaseTools, make_case_tools
from api.casework.pages.resident_desk import ResidentDesk
from api.casework.replies import macros
from api.casework.replies.canned_texts import CannedTexts
from api.casework.replies.delayed_replies import DelayedReplies
from api.casework.replies.drafts import ReplyDrafts
from api.casework.supervision.bulk_transfer import BulkTransfer
from api.db.tables.case_tools import CannedText
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.kernel.errors import ReeveError
from api.kernel.permissions import Member
from api.settings import Role
from bot.turn import CaseDraft, Conclusion, Outcome, Priority, Reply, Turn
from tests.support.casework.floor import Floor, Resident
from tests.support.casework.roads import actions, conversation_of, crm, said_in, snapshot
from tests.support.staff.desk import NoEncoder, no_pages

T = TypeVar("T")
CLOSING = ("staff", "staff with the chat", "macro", "crm", "merge", "merge what nobody has")
OPENING = ("resident", "crm", "draft")


@dataclass
class Scene:
    """One case with its people, in an otherwise empty desk."""

    floor: Floor
    sam: Member
    boss: Member
    resident: Resident
    case: Case
    macro: int
    slow: DelayedReplies

    @property
    def tools(self) -> CaseTools:
        """The case page's tools, by the desk's policy."""
        return make_case_tools(self.floor.work, no_pages, NoEncoder(), self.floor.desk.store)

    @property
    def residents(self) -> ResidentDesk:
        """What the resident may do while they wait."""
        desk = self.floor.desk
        return ResidentDesk(desk.database, desk.vault, desk.redactor, desk.clock)

    async def leave(self, person: Member) -> None:
        """The person's account is disabled."""
        floor = self.floor
        await return_cases(floor.database, person.id, "admin", None, floor.policy, floor.clock)

    async def before(self, event: str) -> None:
        """Something that may happen to a case; what does not fit is refused."""
        with suppress(ReeveError):
            await EVENTS[event](self, self.floor, self.case.reference)

    async def close(self, road: str) -> Case | None:
        """Closes the case; returns the one that it was merged into."""
        floor, reference = self.floor, self.case.reference
        held = (await floor.case(reference)).status == "claimed"
        if road in ("macro", "crm", "merge what nobody has") and held:
            await floor.assignment.give_back(self.boss, reference)
        ended = (await conversation_of(floor, self.case)).owner == "closed"
        match road:
            case "crm":
                await crm(floor, reference, "closed")
            case "merge" | "merge what nobody has":
                _, other = await floor.waiting("My bin was missed too")
                await floor.case_upkeep.merge(self.boss, reference, other.reference)
                return other
            case "macro" if not ended:
                await floor.work.claim(self.boss, reference)
                texts = CannedTexts(floor.work.case_locks)
                await macros.run(floor.work, texts, self.boss, reference, str(self.macro), None)
            case _:
                if (await floor.case(reference)).status == "open":
                    await floor.work.claim(self.boss, reference)
                end_chat = road == "staff with the chat"
                await floor.work.close(self.boss, reference, "not_ours", "referred", end_chat=end_chat)
        return None

    async def reopen(self, road: str) -> None:
        """Opens the case again; in a chat that has ended only another system can."""
        ended = (await conversation_of(self.floor, self.case)).owner == "closed"
        match road:
            case "resident" if not ended:
                await self.resident.says("It is still there")
            case "draft" if not ended:
                await self._draft()
            case _:
                await crm(self.floor, self.case.reference, "open")

    async def _draft(self) -> None:
        floor, case = self.floor, self.case
        draft = CaseDraft(case.reference, case.team, case.service, Priority.NORMAL, "ask_person", "Again")
        said = floor.desk.redactor.redact("Again", None, []).text
        turn = Turn(said, (), Conclusion(Outcome.ROUTED, case.service), (Reply("", case=draft),), None, [])
        async with floor.database.transaction() as session:
            conversation = await session.get_one(Conversation, case.conversation_id, with_for_update=True)
            await Intake(floor.policy, floor.clock).take(session, conversation, "routed", turn)


async def _put_off(scene: Scene, floor: Floor, reference: str) -> None:
    until = (floor.clock() + timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    await floor.case_upkeep.snooze(scene.boss, reference, until)


async def _round(scene: Scene, floor: Floor, reference: str) -> None:
    floor.clock.forward(minutes=90)
    await floor.round.make()


EVENTS: Mapping[str, Callable[[Scene, Floor, str], Awaitable[object]]] = {
    "claim": lambda scene, floor, case: floor.work.claim(scene.sam, case),
    "reply": lambda scene, floor, case: floor.work.reply(scene.sam, case, "We are on our way."),
    "reply later": lambda scene, floor, case: scene.slow.reply(scene.sam, case, "We will look at it."),
    "put off": _put_off,
    "urgent": lambda scene, floor, case: Priorities(floor.work).change(
        scene.boss, case, "urgent", "They are in danger"
    ),
    "flag": lambda scene, floor, case: scene.tools.flag(scene.boss, case),
    "pass on": lambda scene, floor, case: floor.work.transfer(scene.boss, case, "housing"),
    "pass to a person": lambda scene, floor, case: floor.assignment.pass_on(scene.boss, case, f"person:{scene.sam.id}"),
    "many at once": lambda scene, floor, case: BulkTransfer(floor.assignment).pass_on(scene.boss, [case], "team:waste"),
    "return": lambda scene, floor, case: floor.assignment.give_back(scene.boss, case),
    "hand back": lambda scene, floor, case: floor.work.hand_back(scene.boss, case),
    "leave": lambda scene, floor, case: scene.leave(scene.sam),
    "end the chat": lambda scene, floor, case: floor.chat.close(scene.resident.id, scene.resident.token),
    "write": lambda scene, floor, case: scene.resident.says("It is still there"),
    "carry on": lambda scene, floor, case: scene.residents.carry_on(scene.resident.id, scene.resident.token),
    "round": _round,
}


class Stage:
    """A desk on an event loop of its own: hypothesis does not wait for coroutines."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.floor, self.macro = self.run(self._begin(url))

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        """What it comes to."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(timeout=120)

    def end(self) -> None:
        """Closes the database and the loop."""
        self.run(self.floor.desk.database.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    async def _begin(self, url: str) -> tuple[Floor, int]:
        floor = Floor(url)
        text = CannedText(team=None, name="All done", text="All done.", tag="done", close_reason="resolved")
        async with floor.database.transaction() as session:
            session.add(text)
        return floor, text.id

    async def scene(self, before: Sequence[str]) -> Scene:
        """A case to which all that has happened."""
        floor = self.floor
        async with floor.database.transaction() as session:
            await session.execute(delete(Conversation))
        boss, sam = await floor.member(Role.SUPERVISOR), await floor.member(there=True)
        await floor.presence.change(boss, boss.id, "", [], on_call=True)
        resident, case = await floor.waiting()
        slow = DelayedReplies(floor.work, ReplyDrafts(floor.database, floor.desk.vault), timedelta(minutes=5))
        made = Scene(floor, sam, boss, resident, case, self.macro, slow)
        for event in before:
            await made.before(event)
        await slow.close()
        return made


@pytest.fixture(scope="module")
def stage(database_url: str) -> Iterator[Stage]:
    """The desk for every example."""
    made = Stage(database_url)
    yield made
    made.end()


OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BEFORE = st.lists(st.sampled_from(sorted(EVENTS)), max_size=6)
WAITS = st.lists(st.sampled_from((1, 6, 125, 700, 3000, 30000)), min_size=1, max_size=3)


@OFTEN
@given(before=BEFORE, road=st.sampled_from(CLOSING), waits=WAITS)
def test_whichever_road_closed_a_case_nothing_by_the_clock_changes_it(
    stage: Stage, before: list[str], road: str, waits: list[int]
) -> None:
    async def check() -> None:
        scene = await stage.scene(before)
        floor, case = scene.floor, scene.case
        await scene.close(road)
        closed, clocks = await floor.case(case.reference), await floor.clocks_of(case.reference)
        assert (closed.status, closed.claimed_by, closed.assigned_to) == ("closed", None, None)
        assert closed.closed_at and closed.close_reason and closed.close_outcome
        assert all(clock.met_at and clock.since is None for clock in clocks.values())
        then = await snapshot(floor, case)
        assert not then["pending"] and then["on record"][-1] in ("case_closed", "case_merged")
        for minutes in waits:
            floor.clock.forward(minutes=minutes)
            await floor.round.make()
        for person in (scene.sam, scene.boss):
            await scene.leave(person)
        assert await snapshot(floor, case) == then

    stage.run(check())


@OFTEN
@given(before=BEFORE, closing=st.sampled_from(CLOSING[:4]), opening=st.sampled_from(OPENING), wait=st.integers(0, 9000))
def test_whichever_road_opened_it_again_it_has_a_running_clock_and_an_owner_who_is_told(
    stage: Stage, before: list[str], closing: str, opening: str, wait: int
) -> None:
    async def check() -> None:
        scene = await stage.scene(before)
        floor, case = scene.floor, scene.case
        await scene.close(closing)
        ended = (await conversation_of(floor, case)).owner == "closed"
        floor.clock.forward(minutes=wait)
        await floor.round.make()
        await scene.reopen(opening)
        now = await floor.case(case.reference)
        assert (now.status, now.claimed_by, now.assigned_to, now.snoozed_until) == ("open", None, None, None)
        assert (now.closed_at, now.closed_by, now.close_reason, now.close_outcome) == (None, None, None, None)
        assert "case_reopened" in (await actions(floor, case))
        clocks = (await floor.clocks_of(case.reference)).values()
        assert [clock for clock in clocks if clock.due_at and not clock.met_at and not clock.breached_at]
        assert (await conversation_of(floor, case)).owner == ("closed" if ended else "waiting")
        if opening == "crm" and not ended:
            assert "again" in (await said_in(floor, case))[-1]
        floor.clock.forward(days=40)
        await floor.round.make()
        breached = [clock.breached_at for clock in (await floor.clocks_of(case.reference)).values()]
        assert floor.clock() in breached, "a clock that runs runs out"

    stage.run(check())


@OFTEN
@given(before=BEFORE, wait=st.integers(0, 9000))
def test_a_word_about_a_merged_case_opens_the_one_that_goes_on_with_a_running_clock(
    stage: Stage, before: list[str], wait: int
) -> None:
    async def check() -> None:
        scene = await stage.scene([event for event in before if event != "end the chat"])
        floor = scene.floor
        other = await scene.close("merge")
        assert other is not None
        await floor.work.claim(scene.boss, other.reference)
        await floor.work.close(scene.boss, other.reference)
        floor.clock.forward(minutes=wait)
        await scene.resident.says("It is still there")
        now = await floor.case(other.reference)
        clocks = (await floor.clocks_of(other.reference)).values()
        assert now.status == "open" and [clock for clock in clocks if clock.due_at and not clock.met_at]
        assert (await floor.case(scene.case.reference)).merged_into == other.reference

    stage.run(check())
