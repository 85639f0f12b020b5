"""How cases reach people: pulled, dealt, accepted, ignored, declined, passed on, returned."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select

from api.casework.life.assignment import Assignment
from api.casework.life.locked_case import CaseTaken
from api.db.session import Database
from api.db.tables.desk import CaseNote
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.settings import Role
from bot.turn import Priority
from tests.support.casework.floor import Floor


async def test_the_next_case_is_the_most_urgent_and_then_the_one_due_first(floor: Floor) -> None:
    order = []
    for priority in (Priority.LOW, Priority.NORMAL, Priority.URGENT, Priority.NORMAL):
        floor.bot.priority = priority
        order.append((await floor.waiting())[1].reference)
        floor.clock.forward(minutes=1)
    low, first, urgent, second = order
    member = await floor.member()
    assert [await floor.assignment.next_case(member) for _ in range(5)] == [urgent, first, second, low, None]


async def test_taking_the_next_case_silences_the_bot(floor: Floor) -> None:
    resident, case = await floor.waiting()
    assert await floor.assignment.next_case(await floor.member()) == case.reference
    assert await floor.owner(resident) == "person"
    assert [message.sender for message in (await resident.says("Hello?")).messages] == ["resident"]


async def test_a_hundred_caseworkers_who_pull_at_once_never_get_the_same_case(floor: Floor) -> None:
    references = [await floor.desk.case() for _ in range(60)]
    members = [await floor.member(name=f"Person {number}") for number in range(100)]
    wide = Database(floor.desk.database_url, 40)
    floor.work.case_locks.database = wide
    try:
        taken = await asyncio.gather(*(Assignment(floor.work).next_case(member) for member in members))
    finally:
        await wide.close()
    counted = Counter(reference for reference in taken if reference)
    assert set(counted.values()) <= {1}
    # whoever met only locked rows was told that nothing waits: what is left is there for the next try
    left = [await floor.assignment.next_case(members[0]) for _ in range(len(references) - len(counted))]
    assert sorted([*counted, *left]) == sorted(references)


async def test_other_teams_cases_are_never_pulled(floor: Floor) -> None:
    floor.bot.team = "housing"
    _, case = await floor.waiting()
    assert await floor.assignment.next_case(await floor.member()) is None
    assert await floor.assignment.next_case(await floor.member(Role.SUPERVISOR)) == case.reference


async def test_a_case_that_needs_a_language_goes_to_who_speaks_it_if_they_are_there(floor: Floor) -> None:
    resident = await floor.resident()
    await resident.says("prosze o pomoc")
    case = await floor.case_of(resident)
    assert (case.language, case.needs) == ("pl", ["language:pl"])
    speaker, other = await floor.member(there=True), await floor.member(there=True)
    boss = await floor.member(Role.SUPERVISOR)
    await floor.presence.change(boss, speaker.id, "", ["language:pl"], on_call=False)
    assert await floor.assignment.next_case(other) is None
    await floor.presence.take_cases(speaker, available=False)
    assert await floor.assignment.next_case(other) == case.reference, "nobody who speaks it is there: anybody helps"


async def test_cases_are_dealt_in_turn_to_who_is_there_within_what_they_carry(floor: Floor) -> None:
    floor.bot.team = "customer-services"
    one = await floor.member(Role.AGENT, "customer-services", there=True)
    floor.clock.forward(seconds=1)
    two = await floor.member(Role.AGENT, "customer-services", there=True)
    await floor.member(Role.AGENT, "customer-services")  # not there
    await floor.presence.change(await floor.member(Role.SUPERVISOR), two.id, "1", [], on_call=False)
    dealt = []
    for _ in range(4):
        dealt.append((await floor.waiting())[1].assigned_to)
        floor.clock.forward(seconds=1)
    assert dealt == [one.id, two.id, one.id, one.id]


async def test_a_case_that_nobody_accepts_in_time_goes_back_and_to_somebody_else(floor: Floor) -> None:
    floor.bot.team = "customer-services"
    one = await floor.member(Role.AGENT, "customer-services", there=True)
    resident, case = await floor.waiting()
    assert case.assigned_to == one.id and await floor.owner(resident) == "waiting"
    two = await floor.member(Role.AGENT, "customer-services", there=True)
    floor.clock.forward(minutes=floor.policy.accept_minutes)
    done = await floor.round.make()
    assert (done.returned, done.dealt) == (1, 1)
    assert (await floor.case(case.reference)).assigned_to == two.id
    with pytest.raises(Conflict):
        await floor.assignment.accept(one, case.reference)
    await floor.assignment.accept(two, case.reference)
    assert await floor.owner(resident) == "person"
    with pytest.raises(CaseTaken):
        await floor.assignment.accept(two, case.reference)


async def test_who_comes_to_the_desk_is_dealt_what_waits_and_may_decline(floor: Floor) -> None:
    floor.bot.team = "customer-services"
    _, case = await floor.waiting()
    member = await floor.member(Role.AGENT, "customer-services", there=True)
    assert (await floor.case(case.reference)).assigned_to == member.id
    await floor.assignment.decline(member, case.reference)
    assert (await floor.case(case.reference)).assigned_to is None
    assert (await floor.round.make()).dealt == 0, "whoever declined is not asked again"


async def test_a_case_is_passed_to_a_person_who_is_there_with_a_note(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam, ann = await floor.member(), await floor.member(name="Ann Bell", there=True)
    await floor.work.claim(sam, case.reference)
    await floor.assignment.pass_on(sam, case.reference, f"person:{ann.id}", "Ada Lovelace asked for you")
    found = await floor.case(case.reference)
    assert (found.status, found.assigned_to, await floor.owner(resident)) == ("open", ann.id, "waiting")
    notes = await floor.rows(select(CaseNote.text).where(CaseNote.reference == case.reference))
    assert notes == [("<PERSON_1> asked for you",)]
    await floor.assignment.accept(ann, case.reference)
    with pytest.raises(FormProblem):
        await floor.assignment.pass_on(ann, case.reference, f"person:{sam.id}")


async def test_what_is_returned_waits_for_somebody_else_and_the_bot_does_not_take_over(floor: Floor) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.assignment.give_back(sam, case.reference)
    assert (await floor.case(case.reference)).status == "open" and await floor.owner(resident) == "waiting"
