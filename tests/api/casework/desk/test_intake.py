"""What the desk makes of a resident's turn: the hand-over, the clocks, what rings and what opens again."""

from __future__ import annotations

from datetime import timedelta

from api.casework.queue.clock import ClockKind
from api.db.tables.desk import ClockState
from api.settings import Role
from tests.support.casework.floor import Floor


async def test_a_case_carries_what_the_bot_knew(floor: Floor) -> None:
    resident = await floor.resident()
    await resident.says("I am Ada Lovelace and nobody came for my bin in three weeks")
    await resident.says("A person please", "person")
    packet = (await floor.case_of(resident)).handover
    assert packet["reasons"] == ["chose_person"]
    assert packet["summary"] == ["I am <PERSON_1> and nobody came for my bin in three weeks", "A person please"]
    assert packet["outcomes"] == ["answered", "routed"]
    assert packet["form"] == {"service": "bulky-waste", "answers": {"items": "2"}}


async def test_clocks_run_in_working_time_from_the_teams_own_hours(floor: Floor) -> None:
    floor.clock.forward(hours=9)  # 10pm in London
    _, case = await floor.waiting()
    assert "out_of_hours" in case.handover["reasons"]
    first = (await floor.clocks_of(case.reference))[ClockKind.FIRST]
    assert first.due_at == floor.clock() + timedelta(hours=10) + timedelta(minutes=120)


async def test_an_answer_meets_the_first_clock_and_pauses_the_last_until_the_resident_writes(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    floor.clock.forward(minutes=30)
    await floor.work.reply(sam, case.reference, "We are on our way.")
    clocks = await floor.clocks_of(case.reference)
    assert clocks[ClockKind.FIRST].state(floor.clock()) is ClockState.MET
    assert clocks[ClockKind.FIRST].used == clocks[ClockKind.RESOLUTION].used == timedelta(minutes=30)
    assert clocks[ClockKind.RESOLUTION].state(floor.clock()) is ClockState.PAUSED and ClockKind.NEXT not in clocks
    floor.clock.forward(days=1)
    await resident.says("Nobody came")
    begun = floor.clock()
    floor.clock.forward(minutes=5)
    await resident.says("Hello?")
    clocks = await floor.clocks_of(case.reference)
    assert clocks[ClockKind.NEXT].since == clocks[ClockKind.RESOLUTION].since == begun
    assert clocks[ClockKind.RESOLUTION].used == timedelta(minutes=30)
    await floor.work.close(sam, case.reference)
    clocks = await floor.clocks_of(case.reference)
    assert clocks[ClockKind.NEXT].met_at == clocks[ClockKind.RESOLUTION].met_at == floor.clock()


async def test_another_teams_hours_count_after_a_transfer(floor: Floor) -> None:
    _, case = await floor.waiting()
    floor.clock.forward(minutes=60)
    await floor.work.transfer(await floor.member(Role.SUPERVISOR), case.reference, "registrars")
    first = (await floor.clocks_of(case.reference))[ClockKind.FIRST]
    assert first.used == timedelta(minutes=60)
    assert first.due_at == floor.clock() + timedelta(minutes=60), "2pm to 3pm, after the register office's lunch"


async def test_running_out_is_warned_of_once_and_then_escalated_once(floor: Floor) -> None:
    _, case = await floor.waiting()
    floor.clock.forward(minutes=95)  # of 120
    assert [(done.warned, done.breached) for done in (await floor.round.make(), await floor.round.make())] == [
        (1, 0),
        (0, 0),
    ]
    floor.clock.forward(minutes=30)
    assert [(done.warned, done.breached) for done in (await floor.round.make(), await floor.round.make())] == [
        (0, 1),
        (0, 0),
    ]
    assert (await floor.case(case.reference)).escalated_at == floor.clock()


async def test_a_resident_who_writes_again_opens_the_case_again_but_thanks_do_not(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.work.reply(sam, case.reference, "Done.")
    await floor.work.close(sam, case.reference, "resolved", "advised")
    await resident.says("thanks")
    closed = await floor.case(case.reference)
    assert (closed.status, closed.close_outcome) == ("closed", "advised")
    floor.clock.forward(minutes=10)
    answered = await resident.says("It is still there")
    again = await floor.case(case.reference)
    assert (again.status, again.close_reason, answered.owner) == ("open", None, "waiting")
    assert again.handover["reasons"][0] == "replied"
    assert (await floor.clocks_of(case.reference))[ClockKind.NEXT].since == floor.clock()


async def test_long_after_it_was_closed_it_is_another_matter(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.work.close(sam, case.reference)
    floor.clock.forward(days=8)
    await resident.says("It is still there")
    assert (await floor.case(case.reference)).status == "closed"


async def test_an_urgent_case_rings_for_people_on_call_until_one_of_them_answers(floor: Floor) -> None:
    boss, on_call = await floor.member(Role.SUPERVISOR), await floor.member(Role.AGENT, "housing")
    other = await floor.member(Role.AGENT, "housing")
    await floor.presence.change(boss, on_call.id, "", [], on_call=True)
    resident = await floor.resident()
    await resident.says("There is a fire")
    case = await floor.case_of(resident)
    assert (case.priority, case.needs) == ("urgent", ["safeguarding"])
    assert await floor.rings_for(on_call) == [case.reference]
    assert await floor.rings_for(boss) == await floor.rings_for(other) == []
    floor.clock.forward(minutes=floor.policy.ringing.again_minutes)
    assert (await floor.round.make()).rung == 1
    assert await floor.rings_for(boss) == [case.reference] and await floor.rings_for(other) == []
    async with floor.database.transaction() as session:
        assert await floor.ringing.answer(session, boss, case.reference, floor.clock())
    assert await floor.rings_for(boss) == await floor.rings_for(on_call) == []
    floor.clock.forward(hours=1)
    assert (await floor.round.make()).rung == 0


async def test_with_nobody_on_call_urgent_cases_ring_for_supervisors_at_once(floor: Floor) -> None:
    boss = await floor.member(Role.SUPERVISOR)
    resident = await floor.resident()
    await resident.says("There is a fire")
    assert await floor.rings_for(boss) == [(await floor.case_of(resident)).reference]
