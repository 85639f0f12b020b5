"""The case page's tools as pages and forms, without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from api.db.tables.case_tools import PendingReply
from api.settings import Role
from knowledge.pack.page import Page
from tests.support.staff.desk import Desk


def pages_about_sofas() -> SimpleNamespace:
    """A search that finds one page, whatever is asked; what was asked is kept."""
    page = Page("bulky", "bulky-waste", "Bulky waste", "", "https://x.example/b", "waste", date(2026, 1, 1), (), (), "")
    hit = SimpleNamespace(page=page, passage=SimpleNamespace(text="We collect sofas."))
    asked: list[str] = []

    def search(query: str, k: int) -> SimpleNamespace:
        asked.append(query)
        return SimpleNamespace(accepted=(hit,), ranked=(hit,))

    return SimpleNamespace(search=search, asked=asked)


async def test_a_day_at_a_case_with_forms_alone(desk: Desk) -> None:
    boss = await desk.signed_in(Role.SUPERVISOR)
    fields = {"team": "waste", "name": "Friday", "text": "We come on Friday. {reference}", "tag": "repeat"}
    assert (await boss.post("/staff/canned-texts", **fields)).status_code == 303
    assert "Friday" in (await boss.get("/staff/canned-texts")).text
    packet = {"services": [{"slug": "missed-bin", "score": 0.62}, {"slug": "bulky-waste", "score": 0.3}]}
    reference, browser = await desk.case(handover=packet), await desk.signed_in()
    case = f"/staff/cases/{reference}"
    await browser.post(f"{case}/claim")
    page = (await browser.get(case)).text
    assert "was 62% sure" in page and "No, it is Bulky waste" in page and "took the case" in page
    assert (await browser.post(f"{case}/service", service="bulky-waste")).status_code == 303

    text_id = re.findall(r'<option value="(\d+)" data-text=', page)[0]
    composed = await browser.post(f"{case}/compose", text="Hello.", act="canned", canned=text_id)
    assert f"Hello.\n\nWe come on Friday. {reference}</textarea>" in composed.text
    kept = await browser.post(f"{case}/draft", text="Half a sent")
    assert "Your draft is kept" in (await browser.get(kept.headers["location"])).text
    assert "Half a sent</textarea>" in (await browser.get(case)).text

    going = await browser.post(f"{case}/reply", text="We come on Friday.", key="form-1")
    assert "Take it back" in (await browser.get(going.headers["location"])).text
    assert "We come on Friday.</textarea>" not in (await browser.get(case)).text
    await browser.post(f"{case}/take-back")
    assert "We come on Friday.</textarea>" in (await browser.get(case)).text
    assert (await browser.post(f"{case}/take-back")).status_code == 409
    _, _, messages = await desk.stored(reference)
    assert "staff" not in [message.sender for message in messages]

    await browser.post(f"{case}/safeguard", note="A child alone")
    page = (await browser.get(case)).text
    assert "flagged the case for safeguarding" in page and "A child alone" in page
    admin = await desk.signed_in(Role.ADMIN)
    assert "Bulky waste" in (await admin.get("/staff/corrections")).text
    assert "- intent: bulky_waste" in (await admin.get("/staff/corrections/nlu.yml")).text
    assert (await browser.get("/staff/corrections")).status_code == 403
    switched = await browser.post("/staff/shortcuts", on="false", reference=reference)
    assert "shortcuts.js" not in (await browser.get(switched.headers["location"])).text


async def test_answers_are_looked_up_without_personal_details_and_inserted(desk: Desk) -> None:
    found = pages_about_sofas()
    object.__setattr__(desk.tools.answers, "_searcher", lambda: found)
    reference, browser = await desk.case(), await desk.signed_in()
    case = f"/staff/cases/{reference}"
    await browser.post(f"{case}/claim")
    page = (await browser.post(f"{case}/compose", text="Dear", act="find", find="sofa of Ada Lovelace")).text
    assert "We collect sofas." in page and found.asked == ["sofa of <PERSON_1>"]
    answer = "We collect sofas.\n\n[Bulky waste](https://x.example/b)"
    inserted = await browser.post(f"{case}/compose", text="Dear", insert=answer)
    assert f"Dear\n\n{answer}</textarea>" in inserted.text
    assert (await browser.post(f"{case}/answers", find="sofa")).json() == [{"title": "Bulky waste", "text": answer}]
    assert "We collect sofas." in (await browser.get(f"{case}/suggestions")).text
    assert (await browser.post(f"{case}/compose", act="find", find="")).status_code == 422


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
async def test_a_colleague_sees_that_a_note_names_them(desk: Desk, role: Role) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    username = await desk.member(role, name="Ann Bell")
    ann = desk.browser()
    await ann.sign_in(username)
    await browser.get(f"/staff/cases/{reference}")
    await browser.post(f"/staff/cases/{reference}/note", note=f"@{username} can you look?")
    assert "1 note names you" in (await ann.get("/staff/cases")).text
    assert "can you look?" in (await ann.get("/staff/mentions")).text
    page = (await ann.get(f"/staff/cases/{reference}")).text
    assert "Told: Ann Bell" in page and "Also looking at this case: Sam Okoro" in page
    assert "names you" not in (await ann.get("/staff/cases")).text


async def test_a_reply_that_is_due_reaches_the_resident_by_the_round(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/claim")
    await browser.post(f"/staff/cases/{reference}/reply", text="We come on Friday.")
    async with desk.database.transaction() as session:
        await session.execute(update(PendingReply).values(sends_at=desk.clock()))
    await desk.floor.round.make()
    _, _, messages = await desk.stored(reference)
    assert messages[-1].text == "We come on Friday." and messages[-1].sender_name == "Sam Okoro"
