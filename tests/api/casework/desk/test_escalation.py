"""Escalation: what is past a target, or rang in vain, counts for more and goes to somebody who can decide. Once."""

from __future__ import annotations

import asyncio
from typing import Any

from api.casework.pages.timeline import beside
from api.casework.queue.clock import ClockKind
from api.casework.queue.desk_policy import EscalationPolicy
from api.db.tables.cases import Case
from api.settings import Role
from tests.support.casework.floor import Floor, Resident


async def escalations(floor: Floor, case: Case) -> list[dict[str, Any]]:
    """What the audit trail says of it."""
    return [e.details for e in await floor.desk.audited(f"case {case.reference}") if e.action == "case_escalated"]


async def fire(floor: Floor) -> tuple[Resident, Case]:
    """An urgent case."""
    resident = await floor.resident()
    await resident.says("There is a fire")
    return resident, await floor.case_of(resident)


async def test_a_late_first_answer_raises_the_priority_and_deals_the_case_to_a_supervisor_on_call(floor: Floor) -> None:
    boss, other = await floor.member(Role.SUPERVISOR), await floor.member(Role.SUPERVISOR)
    await floor.presence.change(boss, boss.id, "", [], on_call=True)
    _, case = await floor.waiting()
    floor.clock.forward(minutes=121)
    assert [(await floor.round.make()).breached for _ in range(2)] == [1, 0]
    now = await floor.case(case.reference)
    assert (now.priority, now.assigned_to, now.status, now.team) == ("high", boss.id, "open", "waste")
    told = {"clock": "first", "team": "waste", "before": "normal", "after": "high", "to": boss.username}
    assert await escalations(floor, case) == [told]
    async with floor.database.transaction() as session:
        said = [str(each.html) for each in await beside(session, case.reference)]
        wall = await floor.desk.supervision.wallboards.read(session, floor.clock())
    assert any("clock: first; before: normal; after: high" in each for each in said)
    assert [(each.reference, each.priority, each.holder) for each in wall.escalated] == [
        (case.reference, "high", boss.display_name)
    ]
    assert other.id != boss.id
    await floor.assignment.accept(boss, case.reference)
    assert (await floor.clocks_of(case.reference))[ClockKind.RESOLUTION].due_at is not None


async def test_with_no_supervisor_on_call_it_goes_to_the_team_for_it_and_its_hours_count(floor: Floor) -> None:
    agent = await floor.member(Role.AGENT, "customer-services", there=True)
    _, case = await floor.waiting()
    floor.clock.forward(minutes=121)
    await floor.presence.take_cases(agent, available=True)
    await floor.round.make()
    now = await floor.case(case.reference)
    assert (now.team, now.assigned_to) == ("customer-services", agent.id)
    assert (await escalations(floor, case))[0]["to"] == "customer-services"


async def test_who_claimed_it_and_never_said_a_word_loses_it_and_the_resident_is_told(floor: Floor) -> None:
    sam = await floor.member()
    resident, case = await floor.waiting()
    await floor.work.claim(sam, case.reference)
    floor.clock.forward(minutes=121)
    await floor.round.make()
    now = await floor.case(case.reference)
    assert (now.status, now.claimed_by, now.team) == ("open", None, "customer-services")
    assert await floor.owner(resident) == "waiting"
    transcript = await resident.chat.transcript(resident.id, resident.token)
    assert "taking longer than it should" in transcript.messages[-1].text


async def test_a_case_that_somebody_answers_stays_theirs_when_its_end_is_late(floor: Floor) -> None:
    sam = await floor.member()
    resident, case = await floor.waiting()
    await floor.work.claim(sam, case.reference)
    await floor.work.reply(sam, case.reference, "I am looking into it.")
    await resident.says("Thank you")
    await floor.work.reply(sam, case.reference, "Done soon.")
    await resident.says("Is it?")
    floor.clock.forward(days=20)
    assert (await floor.round.make()).breached == 2  # the next answer, which is only marked, and the end
    now = await floor.case(case.reference)
    assert (now.priority, now.status, now.claimed_by) == ("high", "claimed", sam.id)
    assert sorted(each["clock"] for each in await escalations(floor, case)) == ["next", "resolution"]
    assert (await floor.round.make()).breached == 0


async def test_a_high_case_becomes_urgent_rings_and_is_no_longer_put_off(floor: Floor) -> None:
    boss = await floor.member(Role.SUPERVISOR)
    floor.bot.priority = floor.bot.priority.HIGH
    _, case = await floor.waiting()
    await floor.case_upkeep.snooze(boss, case.reference, "2026-07-02T09:00")
    floor.clock.forward(minutes=31)
    await floor.round.make()
    now = await floor.case(case.reference)
    assert (now.priority, now.snoozed_until) == ("urgent", None)
    assert await floor.rings_for(boss) == [case.reference]


async def test_an_urgent_case_that_rings_in_vain_is_escalated_once_for_each_time_it_begins_to_ring(
    floor: Floor,
) -> None:
    boss = await floor.member(Role.SUPERVISOR)
    await floor.presence.change(boss, boss.id, "", [], on_call=True)
    _, case = await fire(floor)
    assert (await floor.round.make()).escalated == 0
    floor.clock.forward(minutes=floor.policy.ringing.again_minutes)
    assert [(await floor.round.make()).escalated for _ in range(2)] == [1, 0]
    now = await floor.case(case.reference)
    assert (now.priority, now.assigned_to) == ("urgent", boss.id)
    assert [each["clock"] for each in await escalations(floor, case)] == ["ring"]
    floor.clock.forward(minutes=floor.policy.ringing.again_minutes)
    done = await floor.round.make()
    assert (done.rung, done.escalated) == (1, 0)


async def test_a_ring_that_was_answered_or_whose_case_was_claimed_is_not_escalated(floor: Floor) -> None:
    boss, sam = await floor.member(Role.SUPERVISOR), await floor.member(Role.AGENT, "housing")
    (_, answered), (_, claimed) = await fire(floor), await fire(floor)
    async with floor.database.transaction() as session:
        await floor.ringing.answer(session, boss, answered.reference, floor.clock())
    await floor.work.claim(sam, claimed.reference)
    floor.clock.forward(minutes=4)
    assert (await floor.round.make()).escalated == 0
    assert (await floor.case(claimed.reference)).claimed_by == sam.id


async def test_rounds_at_the_same_moment_escalate_once(floor: Floor) -> None:
    cases = [(await floor.waiting())[1] for _ in range(3)]
    floor.clock.forward(minutes=121)
    await asyncio.gather(*(floor.round.make() for _ in range(4)))
    for case in cases:
        assert [each["clock"] for each in await escalations(floor, case)] == ["first"]
        assert (await floor.case(case.reference)).priority == "high"


async def test_without_a_team_for_it_and_nobody_on_call_it_stays_in_its_queue_and_counts_for_more(
    database_url: str, floor: Floor
) -> None:
    plain = Floor(database_url, floor.policy.model_copy(update={"escalation": EscalationPolicy()}))
    _, case = await plain.waiting()
    plain.clock.forward(minutes=121)
    await plain.round.make()
    now = await plain.case(case.reference)
    assert (now.priority, now.team, now.assigned_to) == ("high", "waste", None)
    await plain.database.close()
