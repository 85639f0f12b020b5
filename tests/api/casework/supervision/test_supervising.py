"""The wallboard, listening in and whispering, passing many cases on."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from api.casework.supervision.build import Supervision
from api.casework.supervision.wallboard import Wallboard
from api.db.base import now
from api.db.tables.conversations import MessageRecord
from api.kernel.errors import NotAllowed
from api.kernel.form_problems import FormProblem
from api.settings import Role
from tests.support.casework.floor import Floor
from tests.support.staff.desk import NAME, Desk


async def wall(floor: Floor, oversight: Supervision) -> Wallboard:
    async with floor.database.transaction() as session:
        return await oversight.wallboards.read(session, floor.clock())


async def test_the_wallboard_counts_what_waits_how_long_and_what_is_late(floor: Floor, oversight: Supervision) -> None:
    sam = await floor.member(there=True)
    floor.bot.team = "waste"
    (_, first), _ = await floor.waiting(), await floor.waiting()
    await floor.work.claim(sam, first.reference)
    shown = await wall(floor, oversight)
    team = next(each for each in shown.teams if each.name == "Waste and recycling")
    assert (team.waiting, team.claimed, team.late) == (1, 1, 0)
    assert [(each.name, each.takes, each.load) for each in shown.people] == [("Sam Okoro", True, 1)]
    floor.clock.forward(days=30)
    shown = await wall(floor, oversight)
    assert shown.total.late == 2 and shown.total.at_risk == 0 and shown.people == []


async def test_containment_is_the_share_of_ended_conversations_without_a_person(
    floor: Floor, oversight: Supervision
) -> None:
    async with floor.database.transaction() as session:
        assert (await oversight.wallboards.read(session, now())).containment == "–"
    for choice in (None, None, None, "person"):
        resident = await floor.resident()
        await resident.says("my bin", choice)
        await floor.chat.close(resident.id, resident.token)
    silent = await floor.resident()
    await floor.chat.close(silent.id, silent.token)
    async with floor.database.transaction() as session:
        shown = await oversight.wallboards.read(session, now())
    assert (shown.ended, shown.contained, shown.containment) == (4, 3, "75%")


async def test_the_pages_of_supervision_open_for_those_who_may(floor: Floor, desk: Desk) -> None:
    await floor.waiting()
    for role, status in ((Role.SUPERVISOR, 200), (Role.AUDITOR, 200), (Role.AGENT, 403)):
        browser = await desk.signed_in(role)
        for path in ("/staff/wallboard", "/staff/reports", "/staff/reviews", "/staff/reports/hour.csv"):
            assert (await browser.get(path)).status_code == status, (role, path)
    assert "Waste and recycling" in (await (await desk.signed_in(Role.AUDITOR)).get("/staff/wallboard")).text


async def test_a_supervisor_listens_only_on_record_and_is_asked_again_after_an_hour(
    floor: Floor, oversight: Supervision
) -> None:
    resident, case = await floor.waiting(f"I am {NAME}")
    lea, sam = await floor.member(Role.SUPERVISOR), await floor.member()
    assert not (await oversight.listening.view(lea, case.reference)).messages
    await oversight.listening.listen(lea, case.reference)
    view = await oversight.listening.view(lea, case.reference)
    assert any("name 1 hidden" in words for _, _, words in view.messages)
    assert (await floor.desk.audited(f"case {case.reference}"))[-1].action == "case_listened"
    with pytest.raises(NotAllowed):
        await oversight.listening.view(sam, case.reference)
    assert await floor.owner(resident) == "waiting", "listening changes nothing"


async def test_a_whisper_reaches_the_caseworker_and_never_the_resident(floor: Floor, desk: Desk) -> None:
    resident, case = await floor.waiting()
    browser, agent = await desk.signed_in(Role.SUPERVISOR, name="Lea Marsh"), await desk.signed_in()
    page = f"/staff/listen/{case.reference}"
    assert "That you listen goes on record" in (await browser.get(page)).text
    await browser.post(page)
    sent = await browser.post(f"{page}/whisper", whisper=f"Offer {NAME} a refund", key="one")
    await browser.post(f"{page}/whisper", whisper="Sent twice", key="one")
    assert sent.headers["location"].endswith("done=whispered")
    shown = (await agent.get(f"/staff/cases/{case.reference}")).text
    whisper = re.search(r'id="whisper"[^>]*>(.*?)</div>', shown, re.S)
    assert whisper and "Lea Marsh (whisper)" in whisper[1] and "name 1 hidden" in whisper[1]
    assert "Sent twice" not in shown
    said = await floor.rows(select(MessageRecord.text).where(MessageRecord.conversation_id == resident.id))
    assert not any("refund" in text for (text,) in said)
    empty = await browser.post(f"{page}/whisper", whisper=" ")
    assert empty.status_code == 422 and "There is a problem" in empty.text
    await browser.post(f"{page}/quality", tags="tone")
    assert re.search(r'value="tone" checked', (await browser.get(page)).text)


async def test_many_cases_go_to_another_team_each_on_record_and_what_cannot_go_is_told(
    floor: Floor, oversight: Supervision
) -> None:
    lea, sam = await floor.member(Role.SUPERVISOR), await floor.member()
    cases = [(await floor.waiting())[1].reference for _ in range(3)]
    await floor.work.claim(sam, cases[0])
    await floor.work.close(sam, cases[0])
    passed = await oversight.bulk.pass_on(lea, [*cases, cases[1], "NB-NONE-HERE"], "team:streets")
    assert (passed.count, [reference for reference, _ in passed.left]) == (2, [cases[0], "NB-NONE-HERE"])
    for reference in cases[1:]:
        assert (await floor.case(reference)).team == "streets"
        assert [e.action for e in await floor.desk.audited(f"case {reference}")].count("case_transferred") == 1
    for wrong in ([], ["x"] * 101):
        with pytest.raises(FormProblem):
            await oversight.bulk.pass_on(lea, wrong and [f"{n}" for n in range(101)], "team:streets")
    with pytest.raises(NotAllowed):
        await oversight.bulk.pass_on(sam, cases, "team:streets")


async def test_the_form_asks_where_to_and_then_says_what_went(floor: Floor, desk: Desk) -> None:
    _, case = await floor.waiting()
    browser = await desk.signed_in(Role.SUPERVISOR)
    listing = (await browser.get("/staff/cases")).text
    assert f'id="choose-{case.reference}"' in listing and 'form="pass-on"' in listing
    assert "You pass on 1 case" in (await browser.post("/staff/pass-on", references=case.reference)).text
    assert "Choose cases in" in (await browser.get("/staff/pass-on")).text
    unsaid = await browser.post("/staff/pass-on", references=case.reference, chosen="true")
    assert unsaid.status_code == 422
    done = await browser.post("/staff/pass-on", references=case.reference, chosen="true", to="team:streets")
    assert "1 case was passed on" in done.text
    agent = await desk.signed_in()
    assert "choose-" not in (await agent.get("/staff/cases")).text
