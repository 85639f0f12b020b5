"""Putting off, tagging, noting, linking and merging."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from api.casework.cases.notes import Notes
from api.db.tables.desk import CaseNote
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.settings import Role
from bot.turn import Priority
from tests.support.casework.floor import Floor

LATER = "2026-07-02T09:00"  # the clock of the tests stands at 1 July


async def test_what_was_put_off_is_passed_over_until_its_time(floor: Floor) -> None:
    _, case = await floor.waiting()
    sam = await floor.member(Role.AGENT, "waste", "customer-services")  # where it is escalated to: the clocks went on
    await floor.case_upkeep.snooze(sam, case.reference, LATER)
    assert await floor.assignment.next_case(sam) is None
    floor.clock.forward(days=1)
    assert (await floor.round.make()).woken == 1
    assert await floor.assignment.next_case(sam) == case.reference


async def test_a_word_of_the_resident_wakes_a_case(floor: Floor) -> None:
    resident, case = await floor.waiting()
    await floor.case_upkeep.snooze(await floor.member(), case.reference, LATER)
    await resident.says("Hello?")
    assert (await floor.case(case.reference)).snoozed_until is None


async def test_an_urgent_case_is_never_put_off_not_even_by_the_database(floor: Floor) -> None:
    floor.bot.priority = Priority.URGENT
    _, case = await floor.waiting()
    with pytest.raises(Conflict):
        await floor.case_upkeep.snooze(await floor.member(), case.reference, LATER)
    with pytest.raises(IntegrityError):
        async with floor.database.transaction() as session:
            await session.execute(text("update \"case\" set snoozed_until = now() where priority = 'urgent'"))


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-06-30T09:00", "2027-07-01T09:00"])
async def test_a_case_is_put_off_to_a_time_that_makes_sense(floor: Floor, until: str) -> None:
    _, case = await floor.waiting()
    with pytest.raises(FormProblem):
        await floor.case_upkeep.snooze(await floor.member(), case.reference, until)


async def test_tags_are_plain_and_few(floor: Floor) -> None:
    _, case = await floor.waiting()
    sam = await floor.member()
    await floor.case_upkeep.tag(sam, case.reference, " Missed Bin, repeat,repeat ,")
    assert (await floor.case(case.reference)).tags == ["missed-bin", "repeat"]
    for wrong in ("<b>", ",".join(f"t{number}" for number in range(13)), "x" * 41):
        with pytest.raises(FormProblem):
            await floor.case_upkeep.tag(sam, case.reference, wrong)


async def test_a_note_from_a_form_that_was_sent_twice_is_kept_once_and_redacted(floor: Floor) -> None:
    _, case = await floor.waiting()
    sam = await floor.member()
    for _ in range(2):
        await floor.case_upkeep.note(sam, case.reference, "Ada Lovelace phoned", "form-0001")
    notes = await floor.rows(select(CaseNote.text).where(CaseNote.reference == case.reference))
    assert notes == [("<PERSON_1> phoned",)]


async def test_linked_cases_find_each_other_and_what_is_not_there_cannot_be_linked(floor: Floor) -> None:
    (_, one), (_, other) = await floor.waiting(), await floor.waiting()
    sam = await floor.member()
    for pair in ((one, other), (other, one)):
        await floor.case_upkeep.link(sam, pair[0].reference, pair[1].reference.lower())
    async with floor.database.transaction() as session:
        assert [case.reference for case in await Notes(session).linked(one.reference, None)] == [other.reference]
    floor.bot.team = "housing"
    _, theirs = await floor.waiting()
    for named in (one.reference, "NB-2222-2222", "", theirs.reference):
        with pytest.raises(FormProblem):
            await floor.case_upkeep.link(sam, one.reference, named)


async def test_a_duplicate_is_closed_into_the_other_and_its_resident_is_told(floor: Floor) -> None:
    (resident, case), (_, target) = await floor.waiting(), await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.case_upkeep.tag(sam, case.reference, "repeat")
    await floor.case_upkeep.merge(sam, case.reference, target.reference)
    merged = await floor.case(case.reference)
    assert (merged.status, merged.merged_into, merged.close_reason) == ("closed", target.reference, "duplicate")
    assert (await floor.case(target.reference)).tags == ["repeat"]
    assert await floor.owner(resident) == "bot"
    said = (await floor.chat.transcript(resident.id, resident.token)).messages[-1]
    assert target.reference in said.text
    with pytest.raises((Conflict, FormProblem)):
        await floor.case_upkeep.merge(sam, target.reference, case.reference)


async def test_two_people_who_merge_two_cases_into_each_other_leave_one_of_them_open(floor: Floor) -> None:
    (_, one), (_, other) = await floor.waiting(), await floor.waiting()
    sam, ann = await floor.member(), await floor.member()
    tries = await asyncio.gather(
        floor.case_upkeep.merge(sam, one.reference, other.reference),
        floor.case_upkeep.merge(ann, other.reference, one.reference),
        return_exceptions=True,
    )
    assert sum(isinstance(each, (Conflict, FormProblem)) for each in tries) == 1
    statuses = [(await floor.case(each.reference)).status for each in (one, other)]
    assert sorted(statuses) == ["closed", "open"]
