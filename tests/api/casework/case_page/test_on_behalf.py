"""Booking and reporting for a resident, over HTTP, without JavaScript, at the real offices."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import select, text

from api.db.tables.bookings import Booking, BookingEvent
from api.db.tables.case_tools import StaffForm
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.db.tables.reports import Report
from api.db.tables.staff import AuditEvent
from api.db.tables.vault import VaultValue
from api.settings import Role
from tests.support.bookings.counter import empty
from tests.support.casework.behalf_desk import HOME, BehalfDesk, Filling


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """A database of its own: bookings are emptied, and its keys are not the site's."""
    return new_database("on_behalf")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[BehalfDesk]:
    """The staff pages with both offices."""
    made = BehalfDesk(database_url)
    await empty(made.counter)
    yield made
    await made.close()


async def bookings(desk: BehalfDesk) -> list[Booking]:
    async with desk.database.transaction() as session:
        return list((await session.scalars(select(Booking))).all())


async def test_a_booking_is_filled_in_held_summed_up_and_made_once(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    reference = case.rpartition("/")[2]
    form = Filling(browser, case)
    assert "Bulky waste collection" in (await browser.get(case)).text
    assert "How many of each" in await form.begin("bulky-waste")
    assert "Please say what and how many" in await form.answer(**{"item-sofa": "many"})
    assert 'value="many"' in form.page
    assert "That is £" in await form.answer(**{"item-sofa": "1", "item-mattress": "1"})
    await form.answer(value="yes")
    await form.answer(value="no")
    assert "We could not find that address" in await form.answer(value="99 Nowhere Street, NB9 9ZZ")
    page = await form.answer(value=HOME)
    assert HOME not in page and "[address " in page
    await form.page_until_summary()
    assert "£40" in form.page and "<h2" in form.page
    assert [each.state for each in await bookings(desk)] == ["held"]

    both = await asyncio.gather(*(browser.post(f"{form.path}/confirm") for _ in range(2)))
    assert [answer.status_code for answer in both] == [303, 303]
    assert (await browser.post(f"{form.path}/confirm")).status_code == 303
    (booking,) = await bookings(desk)
    row, conversation, messages = await desk.stored(reference)
    assert booking.state == "unpaid" and booking.conversation_id == row.conversation_id
    assert booking.reference in await form.open()
    told = [message.text for message in messages if message.sender == "staff"]
    assert len(told) == 1 and f"(/pay/{booking.reference})" in told[0] and told[0].startswith("I have filled in")
    page = (await browser.get(case)).text
    assert f"booked for the resident (service: bulky-waste; made: {booking.reference})" in page
    assert "waits for the resident&#39;s payment until" in page
    actions = [event.action for event in await desk.audited(f"case {reference}")]
    assert actions.count("booked_on_behalf") == 1
    (event,) = await desk.audited(f"booking {booking.reference}")
    assert event.actor.startswith("agent-") and event.details == {"case": reference}
    assert conversation.owner == "person"


async def test_no_table_holds_what_is_personal_and_the_notice_goes_where_the_contact_is(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    await browser.post(f"{form.path}/confirm")
    async with desk.database.transaction() as session:
        tables = (MessageRecord, AuditEvent, StaffForm, Booking, BookingEvent, VaultValue)
        kept = [str((await session.execute(select(table.__table__))).all()) for table in tables]
    assert not any(value in rows for rows in kept for value in (HOME, "Mill Lane", "NB1 2CD", "Lovelace"))
    (booking,) = await bookings(desk)
    await desk.counter.pay(booking.reference)
    ((_, _, facts),) = desk.counter.post.sent
    assert "email" not in facts and "phone" not in facts, "no contact was given, so no notice goes"
    assert "Booked." in (await browser.get(case)).text


async def test_contact_details_that_were_given_go_with_the_notice(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    fields = re.findall(r'name="field" value="([^"]+)">Change', form.page)
    assert "email" in fields
    await browser.post(f"{form.path}/change", field="email")
    await form.open()
    assert "Please give an e-mail address" in await form.answer(value="nobody")
    await form.answer(value="ada@example.org")
    await form.page_until_summary()
    await browser.post(f"{form.path}/confirm")
    (booking,) = await bookings(desk)
    await desk.counter.pay(booking.reference)
    ((_, _, facts),) = desk.counter.post.sent
    assert facts["email"] == "<EMAIL_ADDRESS_1>"


async def test_a_time_that_went_meanwhile_is_asked_for_again(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    async with desk.database.transaction() as session:
        await session.execute(text("truncate booking cascade"))  # the hold ran out,
        units = desk.counter.context.rules.resources["bulky-crew"].units
    (code,) = re.findall(r"\d{8}T\d{4}Z-[\w-]+", str((await row(desk)).filling["answers"]))
    for _ in range(units):  # and others were quicker
        await desk.counter.book(slot=code)
    gone = await browser.post(f"{form.path}/confirm")
    assert gone.status_code == 409 and "That time is no longer free" in gone.text
    form.page = gone.text
    await form.page_until_summary()
    assert (await browser.post(f"{form.path}/confirm")).status_code == 303
    assert (await row(desk)).made


async def row(desk: BehalfDesk) -> StaffForm:
    async with desk.database.transaction() as session:
        return (await session.scalars(select(StaffForm).order_by(StaffForm.created_at.desc()).limit(1))).one()


async def test_another_day_is_looked_up_in_words(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    await browser.post(f"{form.path}/change", field="slot")
    await form.open()
    assert "Please give a day" in await form.answer(when="blue")
    page = await form.answer(when="in December")
    assert "December" in page and "Look for another day" in page


async def test_a_report_becomes_its_teams_case_linked_to_this_one(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    reference = case.rpartition("/")[2]
    form = Filling(browser, case)
    await form.begin("pothole")
    await form.answer(value="hole")
    assert "01632 960200" in await form.answer(value="yes")
    await form.answer(value="outside the library, Long Street")
    await form.page_until_summary()
    assert "Photo" not in form.page.split("Answers so far")[0]
    for _ in range(2):
        assert (await browser.post(f"{form.path}/confirm")).status_code == 303
    made = (await row(desk)).made
    async with desk.database.transaction() as session:
        (report,) = (await session.scalars(select(Report))).all()
        opened = await session.get_one(Case, made)
        assert (report.reference, opened.team, opened.priority, opened.kind) == (made, "highways", "high", "reported")
        assert opened.handover["reasons"][0] == "report"
    boss = await desk.signed_in(Role.SUPERVISOR)
    page = (await boss.get(case)).text
    assert f'href="/staff/cases/{made}"' in page and "reported for the resident" in page
    _, _, messages = await desk.stored(reference)
    assert [message.extras["case"]["reference"] for message in messages if "case" in message.extras] == [made]


async def test_only_whoever_has_the_case_fills_in_forms_for_its_resident(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.begin("pothole")
    other, stranger = await desk.signed_in(), await desk.signed_in(Role.AGENT, "housing")
    auditor = await desk.signed_in(Role.AUDITOR)
    assert 'id="behalf-service"' not in (await other.get(case)).text
    for somebody, status in ((other, 409), (stranger, 404), (auditor, 403)):
        assert (await somebody.post(f"{case}/on-behalf", service="pothole")).status_code == status
    for somebody, status in ((other, 404), (stranger, 404), (auditor, 403)):
        assert (await somebody.get(form.path)).status_code == status
        assert (await somebody.post(f"{form.path}/confirm")).status_code == status
    assert "Choose what you want" in (await browser.post(f"{case}/on-behalf", service="no-such")).text
    unfinished = await browser.post(f"{form.path}/confirm")
    assert unfinished.status_code == 409
    assert (await browser.post(f"{form.path}/stop")).status_code == 303
    assert (await browser.get(form.path)).status_code == 404


async def test_stopping_frees_the_time_and_erasing_forgets_the_form(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    await browser.post(f"{form.path}/stop")
    assert await bookings(desk) == []
    await form.begin("bulky-waste")
    assert "Half filled" in (await browser.get(case)).text
    boss = await desk.signed_in(Role.SUPERVISOR)
    await boss.post(f"{case}/erase", reason="they asked by letter")
    assert (await browser.get(form.path)).status_code == 404
    refused = await browser.post(f"{case}/on-behalf", service="pothole")
    assert refused.status_code == 409 and "erased" in refused.text


async def test_a_hidden_value_of_the_resident_may_be_the_answer(desk: BehalfDesk) -> None:
    browser, case = await desk.holding()
    form = Filling(browser, case)
    await form.sofa()
    await browser.post(f"{form.path}/change", field="name")
    assert "Name 1 (hidden)" in await form.open()
    assert "full name" in await form.answer(known="<PERSON_9>")
    await form.answer(known="<PERSON_1>")
    assert "[name 1 hidden]" in form.page
