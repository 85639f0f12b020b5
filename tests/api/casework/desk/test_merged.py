"""What a resident writes after their case was merged, and who reads a case."""

from __future__ import annotations

from datetime import timedelta

from api.casework.cases import read_record as reading
from api.casework.pages.timeline import beside
from api.casework.queue.clock import ClockKind
from api.db.base import now
from api.kernel.audit import Action
from api.kernel.permissions import Member
from api.settings import Role
from tests.support.casework.floor import Floor


async def shown(floor: Floor, reference: str) -> list[str]:
    """What residents of merged cases wrote, in the timeline of the case that goes on."""
    async with floor.database.transaction() as session:
        said = await beside(session, reference)
    return [f"{each.who}: {each.html}" for each in said if each.sender == "resident"]


async def test_a_reply_to_a_merged_case_lands_in_the_case_that_goes_on(floor: Floor) -> None:
    sam = await floor.member(Role.SUPERVISOR)
    (resident, case), (_, target) = await floor.waiting(), await floor.waiting()
    await floor.work.claim(sam, target.reference)
    await floor.work.reply(sam, target.reference, "We are on our way.")
    await floor.case_upkeep.merge(sam, case.reference, target.reference)
    floor.clock.forward(minutes=10)
    for text in ("Still nothing here", "And it smells"):
        await resident.says(text)
    who = f"Resident of {case.reference}, which was merged into this case"
    assert await shown(floor, target.reference) == [f"{who}: Still nothing here", f"{who}: And it smells"]
    assert (await floor.clocks_of(target.reference))[ClockKind.NEXT].since == floor.clock()
    assert (await floor.case(case.reference)).status == "closed"
    said = (await resident.chat.transcript(resident.id, resident.token)).messages
    told = [each.text for each in said if "We have added your message there" in each.text]
    assert len(told) == 1 and target.reference in told[0]
    await resident.says("thanks")
    assert len(await shown(floor, target.reference)) == 2


async def test_a_reply_follows_merges_of_merges_and_opens_again_what_was_closed_lately(floor: Floor) -> None:
    sam = await floor.member(Role.SUPERVISOR)
    (resident, first), (_, second), (other, last) = [await floor.waiting() for _ in range(3)]
    await floor.case_upkeep.merge(sam, first.reference, second.reference)
    await floor.case_upkeep.merge(sam, second.reference, last.reference)
    await floor.work.claim(sam, last.reference)
    await floor.work.close(sam, last.reference)
    await resident.says("It is still there")
    again = await floor.case(last.reference)
    assert (again.status, again.handover["reasons"][0]) == ("open", "replied")
    assert (await floor.case(first.reference)).merged_into == last.reference
    assert len(await shown(floor, last.reference)) == 1
    assert await floor.owner(other) == "bot", "whoever did not write waits for nobody"
    await floor.work.claim(sam, last.reference)
    await floor.work.close(sam, last.reference)
    floor.clock.forward(days=8)
    await resident.says("And again")
    assert (await floor.case(last.reference)).status == "closed"


async def test_what_landed_is_erased_with_the_chat_it_was_written_in(floor: Floor) -> None:
    sam = await floor.member(Role.SUPERVISOR)
    (resident, case), (_, target) = await floor.waiting(), await floor.waiting()
    await floor.case_upkeep.merge(sam, case.reference, target.reference)
    await resident.says("Still nothing here")
    assert await shown(floor, target.reference)
    await resident.chat.erase(resident.id, resident.token)
    assert not await shown(floor, target.reference)


async def test_that_somebody_read_a_case_is_on_record_once_an_hour(floor: Floor) -> None:
    _, case = await floor.waiting()
    browser, auditor = await floor.desk.signed_in(), await floor.desk.signed_in(Role.AUDITOR)

    async def reads() -> int:
        return [e.action for e in await floor.desk.audited(f"case {case.reference}", reads=True)].count("case_read")

    for _ in range(3):
        assert (await browser.get(f"/staff/cases/{case.reference}")).status_code == 200
    assert await reads() == 1
    await auditor.get(f"/staff/cases/{case.reference}")
    assert await reads() == 2
    await browser.get("/staff/cases/NB-NONE-HERE")
    last = [e for e in await floor.desk.audited(f"case {case.reference}", reads=True) if e.action == "case_read"][-1]
    who = Member(0, last.actor, "", Role.AUDITOR)
    async with floor.database.transaction() as session:  # events are written down by the real clock
        found = [
            await reading.on_record(session, who, case.reference, Action.CASE_READ, now() + timedelta(minutes=minutes))
            for minutes in (59, 61)
        ]
    assert found == [True, False]
