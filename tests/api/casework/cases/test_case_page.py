"""The case page: what it tells, what it hides, and showing one value on the record."""

from __future__ import annotations

import pytest

from api.conversation.repository import ChatRepository
from api.db.tables.conversations import MessageRecord, TurnRecord
from api.kernel.audit import case as case_subject
from api.settings import Role
from bot.turn import Priority
from tests.support.staff.desk import NAME, Desk

REASON = "To find their account"


async def test_the_page_says_why_a_person_is_needed_and_how_it_ended_for_the_bot(desk: Desk) -> None:
    reference = await desk.case(reason="crisis_gas_leak", priority=Priority.URGENT)
    _, conversation, _ = await desk.stored(reference)
    turn = TurnRecord(
        conversation_id=conversation.id, idempotency_key="key-12345", request_digest="", outcome="urgent",
        service=None, intent=None, confidence=0.0, services=[], crisis="gas_leak", milliseconds=1,
    )  # fmt: skip
    shown = {"case": {"reference": reference, "team": "Waste and recycling"}}
    said = MessageRecord(conversation_id=conversation.id, sender="bot", text="I **told** them.", extras=shown)
    async with desk.database.transaction() as session:
        await ChatRepository(session).add_turn(turn, [said])
    page = (await (await desk.signed_in()).get(f"/staff/cases/{reference}")).text
    assert "Possible emergency: gas leak" in page
    assert "Urgent: shown emergency help and passed to a person" in page
    assert '<strong class="govuk-tag govuk-tag--red">Urgent</strong>' in page
    assert "Waste and recycling" in page and "1 July 2026 at 1:00pm" in page
    assert "I <strong>told</strong> them." in page


async def test_the_transcript_is_redacted_and_escaped_for_staff_too(desk: Desk) -> None:
    reference = await desk.case(said=f"<script>alert(1)</script> {NAME}")
    page = (await (await desk.signed_in()).get(f"/staff/cases/{reference}")).text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert '<span class="chip">[name 1 hidden]</span>' in page
    assert NAME not in page


async def test_a_value_is_shown_once_and_who_why_and_what_are_on_record(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    path = f"/staff/cases/{reference}"
    answer = await browser.post(f"{path}/reveal", placeholder="<PERSON_1>", reason=REASON)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert answer.text.count(NAME) == 1
    assert NAME not in (await browser.get(path)).text
    event = (await desk.audited(case_subject(reference)))[-1]
    assert (event.action, event.details) == (
        "value_revealed",
        {"placeholder": "<PERSON_1>", "reason": REASON},
    )
    assert event.actor.startswith("agent-") and event.address


async def test_a_value_is_never_asked_for_with_an_address(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    answer = await browser.get(f"/staff/cases/{reference}/reveal?placeholder=%3CPERSON_1%3E&reason=curiosity")
    assert answer.status_code in (404, 405) and NAME not in answer.text


@pytest.mark.parametrize(
    ("placeholder", "reason", "field"),
    [
        ("<PERSON_1>", "", "reason"),
        ("<PERSON_1>", "  a  b ", "reason"),
        ("<PERSON_1>", "x" * 301, "reason"),
        ("", REASON, "placeholder"),
        ("PERSON_1", REASON, "placeholder"),
        ("<PERSON_1>\x00", REASON, "placeholder"),
    ],
)
async def test_without_a_choice_and_a_reason_nothing_is_shown(
    desk: Desk, placeholder: str, reason: str, field: str
) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    answer = await browser.post(f"/staff/cases/{reference}/reveal", placeholder=placeholder, reason=reason)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert NAME not in answer.text
    assert await desk.audited(case_subject(reference)) == []


async def test_a_value_of_another_conversation_is_not_found(desk: Desk) -> None:
    await desk.case(said=NAME)
    reference, browser = await desk.case(said="no name here"), await desk.signed_in()
    answer = await browser.post(f"/staff/cases/{reference}/reveal", placeholder="<PERSON_1>", reason=REASON)
    assert answer.status_code == 404 and NAME not in answer.text


async def test_the_reason_is_redacted_before_it_is_on_record(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/reveal", placeholder="<PERSON_1>", reason=f"{NAME} wants a call")
    event = (await desk.audited(case_subject(reference)))[-1]
    assert event.details["reason"] == "<PERSON_1> wants a call"


async def test_when_redaction_fails_nothing_is_shown(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    desk.redactor.broken = True
    answer = await browser.post(f"/staff/cases/{reference}/reveal", placeholder="<PERSON_1>", reason=REASON)
    assert answer.status_code == 422 and NAME not in answer.text
    assert await desk.audited(case_subject(reference)) == []


async def test_an_auditor_reads_the_case_and_is_offered_no_form(desk: Desk) -> None:
    page = (await (await desk.signed_in(Role.AUDITOR)).get(f"/staff/cases/{await desk.case()}")).text
    assert page.count("<form") == 1, "only the one that signs out"


async def test_other_cases_of_the_same_chat_are_named_if_they_may_be_seen(desk: Desk) -> None:
    first = await desk.case("waste")
    chat = (await desk.stored(first))[1].id
    mine, theirs = (
        await desk.case("waste", conversation_id=chat),
        await desk.case("housing", conversation_id=chat),
    )
    page = (await (await desk.signed_in()).get(f"/staff/cases/{first}")).text
    assert mine in page and theirs not in page


async def test_pages_have_one_heading_labels_and_no_inline_script_or_style(desk: Desk) -> None:
    import re

    browser = await desk.signed_in(Role.ADMIN)
    reference = await desk.case()
    await browser.post(f"/staff/cases/{reference}/claim")
    for path in (f"/staff/cases/{reference}", "/staff/cases", "/staff/audit", "/staff/password"):
        page = (await browser.get(path)).text
        assert page.count("<h1") == 1 and "<title>" in page
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son\w+=|javascript:", page)
        fields = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page)
        assert all(f'for="{field}"' in page for field in fields)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
