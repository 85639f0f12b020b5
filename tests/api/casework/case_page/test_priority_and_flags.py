"""How soon a case must be looked at, and that a flag for safeguarding rings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.casework.cases.case_reader import CaseListQuery, CaseService
from api.casework.pages.case_tools import CaseTools, make_case_tools
from api.casework.queue.clock import ClockKind
from api.casework.queue.desk_policy import DeskPolicy, RingingPolicy, load_desk
from api.db.tables.cases import Case
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.settings import Role, Settings
from tests.support.casework.floor import Floor
from tests.support.staff.desk import NAME, Desk, NoEncoder, council, no_pages

WHY = f"{NAME} called, it smokes"


async def held(floor: Floor) -> tuple[Member, Case]:
    """A case that somebody has claimed."""
    _, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    return sam, case


async def test_a_raised_priority_keeps_the_time_taken_and_rings_until_it_is_lowered(
    floor: Floor, tools: CaseTools
) -> None:
    _, case = await floor.waiting()
    sam, boss = await floor.member(), await floor.member(Role.SUPERVISOR)
    before = (await floor.clocks_of(case.reference))[ClockKind.FIRST]
    floor.clock.forward(minutes=5)
    await tools.priorities.change(sam, case.reference, "urgent", WHY)
    after = (await floor.clocks_of(case.reference))[ClockKind.FIRST]
    assert after.used == timedelta(minutes=5)
    assert before.due_at and after.due_at and after.due_at < before.due_at
    assert await floor.rings_for(boss) == [case.reference]
    await tools.priorities.change(sam, case.reference, "urgent", WHY)
    await tools.priorities.change(sam, case.reference, "low", WHY)
    assert await floor.rings_for(boss) == []
    lowered = (await floor.clocks_of(case.reference))[ClockKind.FIRST]
    assert lowered.due_at and lowered.due_at > before.due_at
    events = [event for event in await floor.desk.audited(f"case {case.reference}") if "prioritised" in event.action]
    assert [(each.details["before"], each.details["after"]) for each in events] == [
        ("normal", "urgent"),
        ("urgent", "low"),
    ]
    assert "Ada" not in str([each.details for each in events])
    view = await CaseService(floor.database, council(), floor.clock).case(sam, case.reference)
    shown = [said.html for said in view.transcript if "changed the priority" in said.html]
    assert len(shown) == 2 and "before: normal; after: urgent" in shown[0] and "[name 1 hidden]" in shown[0]


async def test_what_is_put_off_wakes_when_it_becomes_urgent(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await floor.case_upkeep.snooze(sam, case.reference, "2026-07-03T10:00")
    await tools.priorities.change(sam, case.reference, "urgent", WHY)
    assert (await floor.case(case.reference)).snoozed_until is None


async def test_a_priority_needs_a_reason_and_is_the_holders_to_change(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    for priority, why in (("soon", WHY), ("high", "  "), ("high", "x" * 400)):
        with pytest.raises(FormProblem):
            await tools.priorities.change(sam, case.reference, priority, why)
    ann = await floor.member(name="Ann Bell")
    with pytest.raises(Conflict):
        await tools.priorities.change(ann, case.reference, "high", WHY)
    await tools.priorities.change(await floor.member(Role.SUPERVISOR), case.reference, "high", WHY)
    await floor.work.close(sam, case.reference)
    with pytest.raises(Conflict):
        await tools.priorities.change(sam, case.reference, "low", WHY)


def listing(username: str) -> DeskPolicy:
    """The council's desk with one person on the safeguarding list."""
    policy = load_desk(Settings(_env_file=None).council_pack)
    return policy.model_copy(update={"ringing": RingingPolicy(safeguarding=(username,))})


async def test_a_flag_rings_for_the_safeguarding_list_and_whoever_is_on_call(database_url: str, floor: Floor) -> None:
    ann, bob = await floor.member(name="Ann Bell"), await floor.member(name="Bob Rees")
    boss, strange = await floor.member(Role.SUPERVISOR), await floor.member(Role.AGENT, "housing")
    listed = Floor(database_url, listing(ann.username))
    tools = make_case_tools(listed.work, no_pages, NoEncoder(), listed.desk.store)
    _, case = await listed.waiting()
    await tools.flag(bob, case.reference, "A child alone at home")
    assert await listed.rings_for(ann) == [case.reference]
    assert await listed.rings_for(bob) == await listed.rings_for(strange) == []
    assert await listed.rings_for(boss) == [case.reference], "nobody is on call, so supervisors are"
    async with listed.database.transaction() as session:
        assert await listed.ringing.answer(session, ann, case.reference, listed.clock())
    await tools.flag(bob, case.reference)
    assert await listed.rings_for(ann) == [], "flagged already, and somebody has seen it"
    await listed.database.close()


async def test_a_flag_rings_again_for_supervisors_until_somebody_answers(floor: Floor, tools: CaseTools) -> None:
    sam, case = await held(floor)
    await tools.flag(sam, case.reference)
    floor.clock.forward(minutes=4)
    assert (await floor.round.make()).rung == 1


async def test_the_flag_stands_in_the_list_of_cases(desk: Desk) -> None:
    browser = await desk.signed_in()
    flagged, plain = await desk.case(tags=["safeguarding"]), await desk.case()
    lines = (await desk.cases.listing(Member(0, "-", "-", Role.SUPERVISOR), CaseListQuery())).lines
    assert {line.reference: line.safeguarding for line in lines} == {flagged: True, plain: False}
    assert (await browser.get("/staff/cases")).text.count(">Safeguarding</strong>") == 1


async def test_the_page_changes_the_priority_with_a_reason(desk: Desk) -> None:
    browser, case = await desk.signed_in(), f"/staff/cases/{await desk.case()}"
    page = await browser.get(case)
    assert "Change the priority" in page.text
    wrong = await browser.post(f"{case}/priority", priority="high", why="")
    assert wrong.status_code == 422 and 'id="priority-why-error"' in wrong.text
    assert (await browser.post(f"{case}/priority", priority="high", why="They are ill")).status_code == 303
    assert "why: They are ill" in (await browser.get(case)).text
