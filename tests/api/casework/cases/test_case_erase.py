"""Erasing a resident's conversation from the case page: who may, what goes, what stays, what is on record."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.vault import VaultFingerprint, VaultKey, VaultValue
from api.kernel.audit import case as case_subject
from api.settings import Role
from tests.support.staff.desk import NAME, Desk

REASON = "Asked by phone"
VAULT = (VaultKey, VaultValue, VaultFingerprint)


async def in_vault(desk: Desk, conversation: object) -> int:
    """How many rows the vault has of a conversation."""
    async with desk.database.transaction() as session:
        return sum(
            [
                await session.scalar(select(func.count()).where(table.conversation_id == conversation)) or 0
                for table in VAULT
            ]
        )


async def test_a_closed_case_goes_with_its_conversation(desk: Desk) -> None:
    reference = await desk.case(status="closed")
    conversation = (await desk.stored(reference))[1].id
    browser = await desk.signed_in(Role.SUPERVISOR)
    answer = await browser.post(f"/staff/cases/{reference}/erase", reason=REASON)
    assert answer.headers["location"] == "/staff/cases?done=erased"
    async with desk.database.transaction() as session:
        assert await session.get(Case, reference) is None
        assert await session.get(Conversation, conversation) is None
    assert await in_vault(desk, conversation) == 0
    event = (await desk.audited(case_subject(reference)))[-1]
    assert (event.action, event.details) == ("conversation_erased", {"reason": REASON, "cases_kept": 0})
    assert "The conversation was erased" in (await browser.get(answer.headers["location"])).text


@pytest.mark.parametrize("status", ["open", "claimed"])
async def test_a_case_under_way_keeps_its_work_and_loses_the_details(desk: Desk, status: str) -> None:
    reference = await desk.case(status=status)
    conversation = (await desk.stored(reference))[1].id
    browser = await desk.signed_in(Role.ADMIN)
    answer = await browser.post(f"/staff/cases/{reference}/erase", reason=REASON)
    assert answer.headers["location"] == f"/staff/cases/{reference}?done=details-erased"
    case, chat, messages = await desk.stored(reference)
    assert (case.status, chat.owner, chat.token_digest, chat.dialogue) == (status, "closed", "", [])
    assert messages[0].text == "I am <PERSON_1> and my bin was missed"
    assert "erased on request" in messages[-1].text and messages[-1].sender == "system"
    assert await in_vault(desk, conversation) == 0
    page = (await browser.get(answer.headers["location"])).text
    assert "details were erased" in page and "[name 1 hidden]" in page
    assert 'id="placeholder"' not in page, "there is nothing left to reveal"
    revealed = await browser.post(f"/staff/cases/{reference}/reveal", placeholder="<PERSON_1>", reason=REASON)
    assert revealed.status_code == 404 and NAME not in revealed.text


async def test_erasing_again_changes_nothing_more(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in(Role.ADMIN)
    for _ in range(2):
        assert (await browser.post(f"/staff/cases/{reference}/erase", reason=REASON)).status_code == 303
    async with desk.database.transaction() as session:
        case = await session.get_one(Case, reference)
        notes = select(func.count()).where(
            MessageRecord.conversation_id == case.conversation_id, MessageRecord.sender == "system"
        )
        assert await session.scalar(notes) == 1


async def test_without_a_reason_nothing_is_erased_and_what_was_typed_is_kept(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in(Role.SUPERVISOR)
    answer = await browser.post(f"/staff/cases/{reference}/erase", reason=" x ")
    assert answer.status_code == 422 and 'href="#erase-reason"' in answer.text and 'value=" x "' in answer.text
    assert await in_vault(desk, (await desk.stored(reference))[1].id) > 0


async def test_the_reason_is_redacted_and_what_was_in_it_is_kept_nowhere(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in(Role.SUPERVISOR)
    await browser.post(f"/staff/cases/{reference}/erase", reason=f"{NAME} asked for it")
    event = (await desk.audited(case_subject(reference)))[-1]
    assert event.details["reason"] == "[name hidden] asked for it"
    assert await in_vault(desk, (await desk.stored(reference))[1].id) == 0
    desk.redactor.broken = True
    assert (await browser.post(f"/staff/cases/{reference}/erase", reason=REASON)).status_code == 422


async def test_an_agent_is_not_offered_it(desk: Desk) -> None:
    reference = await desk.case()
    assert "Erase for good" not in (await (await desk.signed_in()).get(f"/staff/cases/{reference}")).text
    assert "Erase for good" in (await (await desk.signed_in(Role.SUPERVISOR)).get(f"/staff/cases/{reference}")).text


async def test_a_placeholder_that_the_resident_made_up_is_not_offered_for_a_reveal(desk: Desk) -> None:
    reference = await desk.case(said=f"I am {NAME}, not <PERSON_7>")
    page = (await (await desk.signed_in()).get(f"/staff/cases/{reference}")).text
    assert '<option value="&lt;PERSON_1&gt;"' in page and "&lt;PERSON_7&gt;" not in page


async def test_too_many_attempts_to_sign_in_are_answered_with_a_wait(desk: Desk) -> None:
    browser = desk.browser()
    answers = [await browser.sign_in("nobody", "wrong") for _ in range(desk.settings.limit_sign_ins + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) > 0
    assert "attempts to sign in" in answers[-1].text
    desk.clock.forward(minutes=2)
    assert (await browser.sign_in("nobody", "wrong")).status_code == 401
