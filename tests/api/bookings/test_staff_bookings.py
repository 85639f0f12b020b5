"""The staff's pages of bookings."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.errors import SlotGone
from api.db.tables.bookings import Booking
from api.settings import Role
from tests.support.bookings.booking_site import BookingSite
from tests.support.bookings.counter import BULKY, NOW
from tests.support.staff.desk import NAME

DAY = "2026-11-25"


async def booked(site: BookingSite) -> Booking:
    """A collection on the first day, by a resident whose name the vault keeps."""
    chat = await site.chatted()
    held = await site.counter.hold(answers=BULKY, conversation=chat.id)

    booking = await site.counter.bookings.confirm(held.reference, "k", ConfirmedDetails(BULKY, "home", "NB1 2CD"))
    await site.counter.pay(booking.reference)
    return (await site.counter.bookings.account(booking.reference)).booking


def cells(page: str, row: str) -> list[str]:
    """The cells beside a row's header."""
    plain = re.sub(r"<span[^>]*>|</span>|</?a\b[^>]*>", "", page)
    found = plain.partition(f">{row}</th>")[2].partition("</tr>")[0]
    return re.findall(r"<td[^>]*>([^<]*)</td>", found)


async def test_a_day_and_a_week_show_what_is_booked_and_how_full_it_is(booking_site: BookingSite) -> None:
    booking = await booked(booking_site)
    browser = await booking_site.signed_in(Role.AGENT, "waste")
    page = await browser.get(f"/staff/bookings?day={DAY}")
    assert booking.reference in page.text
    assert cells(page.text, "Bulky waste collection: times") == ["1", "24", "0 of 1"]
    times = await browser.get(f"/staff/bookings?day={DAY}&service=bulky-waste")
    assert '<caption class="govuk-table__caption govuk-table__caption--s">Bulky waste crew</caption>' in times.text
    assert cells(times.text, "put out by 6.30am") == ["1", "24", "23 free"]
    assert NAME not in page.text
    assert "Ceremony" not in page.text  # another team's
    week = await browser.get(f"/staff/bookings/week?day={DAY}")
    assert "1 (1 of 24)" in week.text
    assert (await browser.get("/staff/bookings?day=never")).status_code == 422


async def test_another_teams_booking_is_not_found_and_an_auditor_only_looks(booking_site: BookingSite) -> None:
    booking = await booked(booking_site)
    other = await booking_site.signed_in(Role.AGENT, "planning")
    assert (await other.get(f"/staff/bookings/{booking.reference}")).status_code == 404
    assert (await other.post(f"/staff/bookings/{booking.reference}/cancel")).status_code == 404
    auditor = await booking_site.signed_in(Role.AUDITOR)
    page = await auditor.get(f"/staff/bookings/{booking.reference}")
    assert page.status_code == 200
    assert "Move booking" not in page.text
    assert (await auditor.post(f"/staff/bookings/{booking.reference}/cancel")).status_code == 403
    assert (await auditor.post("/staff/bookings/print", day=DAY, service="bulky-waste")).status_code == 403


async def test_the_crews_list_is_in_clear_and_one_event_on_record(booking_site: BookingSite) -> None:
    booking = await booked(booking_site)
    browser = await booking_site.signed_in()
    await browser.get(f"/staff/bookings?day={DAY}")
    before = len(await booking_site.audited("bookings bulky-waste"))
    page = await browser.post("/staff/bookings/print", day=DAY, service="bulky-waste")
    assert page.status_code == 200
    assert NAME in page.text
    assert booking.reference in page.text
    assert page.headers["cache-control"] == "no-store"
    events = await booking_site.audited("bookings bulky-waste")
    assert [event.details for event in events[before:]] == [{"day": DAY, "bookings": 1}]


async def test_one_detail_is_shown_once_with_a_reason_on_record(booking_site: BookingSite) -> None:
    booking = await booked(booking_site)
    browser = await booking_site.signed_in()
    path = f"/staff/bookings/{booking.reference}"
    assert NAME not in (await browser.get(path)).text
    assert (await browser.post(f"{path}/reveal", field="name", reason="")).status_code == 422
    assert NAME in (await browser.post(f"{path}/reveal", field="name", reason=f"{NAME} rang about it")).text
    (event,) = await booking_site.audited(f"booking {booking.reference}")
    assert event.details == {"field": "name", "reason": "[name hidden] rang about it"}
    erased = await browser.post(f"{path}/reveal", field="address", reason="the crew asks")
    assert "Address: erased" in erased.text


async def test_moving_noting_and_cancelling_are_on_record(booking_site: BookingSite) -> None:
    counter, booking = booking_site.counter, await booked(booking_site)
    browser = await booking_site.signed_in()
    path = f"/staff/bookings/{booking.reference}"
    await browser.get(path)
    other = await counter.slot("bulky-waste", BULKY, 2)
    moved = await browser.post(f"{path}/move", slot=other, key="k")
    assert moved.headers["location"] == f"{path}?done=changed"
    assert (await browser.post(f"{path}/missed")).status_code == 409
    counter.clock.forward(days=5)
    assert (await browser.post(f"{path}/missed")).headers["location"] == f"{path}?done=missed"
    second = await counter.book()
    await browser.post(f"/staff/bookings/{second.reference}/cancel")
    assert counter.till.refunds
    actions = [event.action for event in await booking_site.audited(f"booking {booking.reference}")]
    assert actions == ["booking_changed", "booking_missed"]


async def test_what_is_closed_cannot_be_booked_until_it_is_given_back(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    browser = await booking_site.signed_in(Role.SUPERVISOR)
    await browser.get("/staff/bookings")
    first = (await counter.slot("birth-registration", {}))[:9]
    form = {"resource": "registrar", "change": "fewer", "first": "2026-11-24", "why": "Training day"}
    for units, free in (("2", True), ("1", False)):
        answer = await browser.post("/staff/bookings/capacity", **form, units=units)
        assert answer.headers["location"] == "/staff/bookings?day=2026-11-24&done=capacity", answer.text
        assert ((await counter.slot("birth-registration", {}))[:9] == first) is free
    page = await browser.get("/staff/bookings?day=2026-11-24&done=capacity")
    assert "The number of places was changed." in page.text
    assert "Registrars: 1 fewer" in page.text
    for wrong in (
        {"why": ""},
        {"first": "soon"},
        {"change": ""},
        {"units": "many"},
        {"from": "9", "last": "2020-01-01"},
    ):
        assert (await browser.post("/staff/bookings/capacity", **{**form, **wrong})).status_code == 422
    number = page.text.partition("/staff/bookings/capacity/")[2].partition("/")[0]
    await browser.post(f"/staff/bookings/capacity/{number}/end", day="2026-11-24")
    assert (await counter.slot("birth-registration", {}))[:9] == first
    actions = [event.action for event in await booking_site.audited("resource registrar")]
    assert actions[-3:] == ["bookings_blocked", "bookings_blocked", "bookings_unblocked"]


async def test_an_extra_crew_makes_room_and_its_bookings_stay_when_it_is_taken_back(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    browser = await booking_site.signed_in(Role.AGENT, "registrars")
    answers = {"kind": "naming", "place": "room"}
    first = await counter.book("ceremonies", answers)
    assert first.starts_at
    on = first.starts_at.date().isoformat()
    await browser.get(f"/staff/bookings/capacity?day={on}")
    form = {"first": on, "units": "1", "why": "The hall next door is open", "change": "more"}
    for resource, free in (("ceremony-room", True), ("bulky-crew", False)):
        answer = await browser.post("/staff/bookings/capacity", **form, resource=resource)
        assert (answer.status_code == 303) is free  # another team's crew is not theirs to change
    await counter.book("ceremonies", answers, first.slot)
    with pytest.raises(SlotGone):
        await counter.book("ceremonies", answers, first.slot)
    page = await browser.get(f"/staff/bookings?day={on}&service=ceremonies")
    number = page.text.partition("/staff/bookings/capacity/")[2].partition("/")[0]
    taken_back = await browser.post(f"/staff/bookings/capacity/{number}/end", day=on)
    assert taken_back.headers["location"] == f"/staff/bookings?day={on}&done=crowded&over=1"
    page = await browser.get(f"{taken_back.headers['location']}&service=ceremonies")
    assert "At the fullest time: 1." in page.text
    assert "1 too many" in page.text
    assert await counter.places() == 4
    (event, _) = await booking_site.audited("resource ceremony-room")
    assert (event.action, event.details["units"], event.details["why"]) == ("bookings_opened", 1, form["why"])


async def test_exports_hold_nothing_personal(booking_site: BookingSite) -> None:
    booking = await booked(booking_site)
    browser = await booking_site.signed_in()
    sheet = await browser.get(f"/staff/bookings/export.csv?day={DAY}")
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    assert [(row["reference"], row["price"]) for row in rows] == [(booking.reference, "£30")]
    calendar = await browser.get(f"/staff/bookings/export.ics?day={DAY}")
    assert f"UID:{booking.reference}@reeve.test" in calendar.text
    assert not any(word in sheet.text + calendar.text for word in (NAME, "PERSON", "ADDRESS"))
    assert booking.starts_at
    assert booking.starts_at - NOW < timedelta(days=2)
