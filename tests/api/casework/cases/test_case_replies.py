"""Replies to residents: under a name, redacted, refused with a reason beside the box."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from api.conversation.schemas import MESSAGE_LIMIT
from api.db.base import Base
from api.settings import Role
from tests.support.casework.acts import act, actions
from tests.support.staff.desk import NAME, PHONE, Desk


async def test_a_reply_reaches_the_resident_under_the_caseworkers_name(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    assert await act(browser, reference, "reply", text="  We come on Friday.\r\nSorry!  ") == 303
    _, _, messages = await desk.stored(reference)
    assert (messages[-1].sender, messages[-1].sender_name) == ("staff", "Sam Okoro")
    assert messages[-1].text == "We come on Friday.\nSorry!"
    assert await actions(desk, reference) == ["case_claimed", "case_replied"]


async def test_a_reply_is_redacted_in_the_table_and_its_values_are_in_the_vault(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    await act(browser, reference, "reply", text=f"Hello {NAME}, we will call {PHONE}.")
    _, conversation, messages = await desk.stored(reference)
    assert messages[-1].text == "Hello <PERSON_1>, we will call <PHONE_NUMBER_1>."
    async with desk.database.transaction() as session:
        safe = await desk.vault.open(session, conversation.id)
        assert await safe.reveal("<PHONE_NUMBER_1>") == PHONE


async def test_a_reply_may_quote_a_placeholder_of_its_conversation_and_no_other(desk: Desk) -> None:
    reference, browser = await desk.case(said=f"I am {NAME}"), await desk.signed_in()
    await act(browser, reference, "claim")
    await act(browser, reference, "reply", text="Hello <PERSON_1>, not <PERSON_2>, not <PHONE_NUMBER_1>.")
    _, _, messages = await desk.stored(reference)
    assert messages[-1].text == "Hello <PERSON_1>, not ‹PERSON_2›, not ‹PHONE_NUMBER_1›."
    page = (await browser.get(f"/staff/cases/{reference}")).text
    assert 'Hello <span class="chip">[name 1 hidden]</span>, not ‹PERSON_2›' in page


async def test_no_table_holds_what_the_caseworker_typed_in_clear(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    await act(browser, reference, "reply", text=f"Hello {NAME} on {PHONE}")
    await act(browser, reference, "reveal", placeholder="<PERSON_1>", reason=f"{NAME} asked me to check")
    await act(browser, reference, "close")
    async with desk.database.transaction() as session:
        for table in Base.metadata.tables:
            rows = await session.execute(text(f'select t::text from "{table}" t'))  # noqa: S608
            assert not [row for (row,) in rows if NAME in row or PHONE in row], table


async def test_when_redaction_fails_nothing_is_stored_and_the_words_stay_on_the_page(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    desk.redactor.broken = True
    answer = await browser.post(f"/staff/cases/{reference}/reply", text="We come on Friday.")
    assert answer.status_code == 422
    assert "could not check this for personal details" in answer.text and "We come on Friday." in answer.text
    _, _, messages = await desk.stored(reference)
    assert messages[-1].sender == "system"
    assert await actions(desk, reference) == ["case_claimed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("   ", "Write a message before you send it."),
        ("x" * (MESSAGE_LIMIT + 1), "Your message is 1 characters too long. The limit is 4,000."),
        ("a\x00b", "Your message holds characters that are not text."),
    ],
)
async def test_a_reply_that_cannot_be_sent_says_why_beside_the_box(desk: Desk, words: str, said: str) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    answer = await browser.post(f"/staff/cases/{reference}/reply", text=words)
    assert answer.status_code == 422
    assert said in answer.text and 'href="#text"' in answer.text and 'id="text-error"' in answer.text


async def test_a_reply_of_the_greatest_length_is_sent_whatever_its_line_ends(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    assert await act(browser, reference, "reply", text="é\r\n" * (MESSAGE_LIMIT // 2)) == 303


async def test_only_the_owner_may_reply(desk: Desk) -> None:
    reference = await desk.case()
    owner, other = await desk.signed_in(name="Ann Bell"), await desk.signed_in(Role.SUPERVISOR)
    unclaimed = await other.post(f"/staff/cases/{reference}/reply", text="Hello")
    assert unclaimed.status_code == 409 and "Claim this case before you reply." in unclaimed.text
    await act(owner, reference, "claim")
    answer = await other.post(f"/staff/cases/{reference}/reply", text="Hello")
    assert answer.status_code == 409 and "Ann Bell has this case. Only they can reply." in answer.text


async def test_nobody_replies_into_a_chat_that_has_ended(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    await desk.close_chat((await desk.stored(reference))[1].id)
    answer = await browser.post(f"/staff/cases/{reference}/reply", text="Hello")
    assert answer.status_code == 409 and "has ended this chat" in answer.text
