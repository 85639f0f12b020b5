"""One life of a case: whoever closes it, opens it again or leaves it, the same things happen to it."""

from __future__ import annotations

from datetime import timedelta

from api.casework.life.leavers import return_cases
from api.casework.queue.clock import ClockKind
from api.casework.replies.delayed_replies import DelayedReplies
from api.casework.replies.drafts import ReplyDrafts
from api.db.tables.desk import CaseClock
from api.settings import Role
from tests.support.casework.floor import Floor
from tests.support.casework.roads import actions, conversation_of, crm, said_in, snapshot


async def test_what_a_crm_closed_has_a_reason_an_outcome_and_met_clocks(floor: Floor) -> None:
    _, case = await floor.waiting()
    await crm(floor, case.reference, "closed")
    now, clocks = await floor.case(case.reference), await floor.clocks_of(case.reference)
    assert (now.status, now.close_reason, now.close_outcome) == ("closed", "resolved", "done")
    assert {clock.met_at for clock in clocks.values()} == {floor.clock()}
    assert (await conversation_of(floor, case)).owner == "bot"


async def test_what_a_crm_closed_does_not_come_back_at_the_next_breach(floor: Floor) -> None:
    boss = await floor.member(Role.SUPERVISOR)
    await floor.presence.change(boss, boss.id, "", [], on_call=True)
    _, case = await floor.waiting()
    await crm(floor, case.reference, "closed")
    before = await snapshot(floor, case)
    floor.clock.forward(minutes=180)
    assert (await floor.round.make()).breached == 0
    assert await snapshot(floor, case) == before


async def test_a_clock_that_was_left_running_escalates_no_closed_case(floor: Floor) -> None:
    """Rows of an earlier version may have such clocks."""
    _, case = await floor.waiting()
    await crm(floor, case.reference, "closed")
    async with floor.database.transaction() as session:
        for kind in (ClockKind.FIRST, ClockKind.RESOLUTION):
            clock = await session.get_one(CaseClock, (case.reference, kind.value))
            clock.met_at, clock.since, clock.due_at = None, floor.clock(), floor.clock() + timedelta(minutes=1)
    floor.clock.forward(days=3)
    done = await floor.round.make()
    assert (done.warned, done.breached) == (0, 0)
    assert (await floor.case(case.reference)).status == "closed"


async def test_what_a_crm_opened_again_waits_with_a_running_clock_and_its_resident_is_told(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.work.close(sam, case.reference)
    floor.clock.forward(minutes=5)
    await crm(floor, case.reference, "open")
    now, clocks = await floor.case(case.reference), await floor.clocks_of(case.reference)
    assert (now.status, now.closed_at, now.close_reason, now.close_outcome) == ("open", None, None, None)
    assert now.claimed_by is None and now.ignored_by == []
    assert clocks[ClockKind.NEXT].since == clocks[ClockKind.RESOLUTION].since == floor.clock()
    assert await floor.owner(resident) == "waiting"
    assert now.handover["reasons"][0] == "reopened_outside"
    assert case.reference in (await said_in(floor, case))[-1] and "again" in (await said_in(floor, case))[-1]
    assert (await actions(floor, case))[-1] == "case_reopened"
    floor.clock.forward(days=1)
    assert (await floor.round.make()).breached == 1


async def test_a_leavers_reply_goes_before_their_case_does_and_nothing_of_them_is_left(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    slow = DelayedReplies(floor.work, ReplyDrafts(floor.database, floor.desk.vault), timedelta(minutes=5))
    await slow.reply(sam, case.reference, "We are on our way.")
    await return_cases(floor.database, sam.id, "admin", None, floor.policy, floor.clock)
    await slow.close()
    now = await snapshot(floor, case)
    assert (now["status"], now["claimed_by"], now["assigned_to"], now["accept_by"]) == ("open", None, None, None)
    assert not now["pending"] and await floor.owner(resident) == "waiting"
    told = await said_in(floor, case)
    assert told[-2] == "We are on our way." and "no longer on it" in told[-1]
    assert (await actions(floor, case))[-2:] == ["case_replied", "case_returned"]


async def test_what_a_leaver_was_dealt_goes_back_at_once(floor: Floor) -> None:
    boss, sam = await floor.member(Role.SUPERVISOR), await floor.member(there=True)
    _, case = await floor.waiting()
    await floor.assignment.pass_on(boss, case.reference, f"person:{sam.id}")
    await return_cases(floor.database, sam.id, "admin", None, floor.policy, floor.clock)
    now = await floor.case(case.reference)
    assert (now.status, now.assigned_to, now.accept_by) == ("open", None, None)
    assert sam.id in now.ignored_by
