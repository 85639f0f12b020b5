"""A resident's page of a booking, and its calendar file."""

from __future__ import annotations

import re

import httpx
from icalendar import Calendar

from api.bookings.engine.amend import Amendment
from tests.support.bookings.booking_site import BookingSite
from tests.support.bookings.counter import BULKY


async def opened(site: BookingSite, reference: str) -> tuple[httpx.AsyncClient, str]:
    """A resident's browser, and the address that reference and postcode lead to."""
    browser = site.resident()
    answer = await browser.post("/bookings", data={"reference": reference.lower(), "postcode": "nb1 2cd"})
    assert answer.status_code == 303, answer.text
    return browser, answer.headers["location"]


def key_of(page: httpx.Response) -> str:
    found = re.search(r'name="key" value="(\w+)"', page.text)
    assert found
    return found[1]


async def test_reference_and_postcode_open_a_booking_and_nothing_else_does(booking_site: BookingSite) -> None:
    booking = await booking_site.counter.book()
    browser, path = await opened(booking_site, booking.reference)
    page = await browser.get(path)
    assert page.status_code == 200
    assert "Bulky waste collection" in page.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert "&lt;ADDRESS" not in page.text
    assert "<script" not in page.text.partition("<main")[2]
    for reference, postcode in ((booking.reference, "NB1 2CE"), ("NB-2222-2222", "NB1 2CD"), ("", "")):
        wrong = await browser.post("/bookings", data={"reference": reference, "postcode": postcode})
        assert wrong.status_code == 404
        assert "We could not find a booking" in wrong.text
    assert (await browser.get(path[:-1] + "x")).status_code == 404


async def test_guessing_is_slowed_down(booking_site: BookingSite) -> None:
    browser = booking_site.resident()
    answers = [await browser.post("/bookings", data={"reference": "NB-2222-2222", "postcode": "x"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]


async def test_a_resident_moves_pays_the_difference_and_cancels_without_javascript(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    booking = await counter.book()
    browser, path = await opened(booking_site, booking.reference)
    page = await browser.get(f"{path}/change")
    codes = re.findall(r'type="radio" value="([^"]+)"', page.text)
    form = {"key": key_of(page), "slot": codes[1], "items.sofa": "2"}
    sent = [await browser.post(f"{path}/change", data=form) for _ in range(2)]
    assert [answer.headers.get("location") for answer in sent] == [f"{path}?done=pay"] * 2
    page = await browser.get(sent[0].headers["location"])
    assert f"/pay/{booking.reference}-2" in page.text
    assert "Pay £10" in page.text
    await counter.pay(f"{booking.reference}-2")
    page = await browser.get(path)
    assert "2 × Sofa" in page.text
    assert "You get £40 back" in page.text
    cancelled = await browser.post(f"{path}/cancel", data={"key": key_of(page)})
    assert cancelled.headers["location"] == f"{path}?done=cancelled"
    assert "Cancelled" in (await browser.get(path)).text
    assert await counter.places() == 0


async def test_what_cannot_be_is_said_on_the_page(booking_site: BookingSite) -> None:
    booking = await booking_site.counter.book()
    browser, path = await opened(booking_site, booking.reference)
    page = await browser.get(f"{path}/change?from=never")
    assert page.status_code == 422
    key = key_of(page)
    for form, words in (({"items.sofa": "9"}, "up to 6 items"), ({}, "Choose another time"), ({"slot": "x"}, "free")):
        answer = await browser.post(f"{path}/change", data={"key": key, **form})
        assert answer.status_code in (409, 422)
        assert words in answer.text


async def test_a_calendar_follows_a_booking_through_its_life(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    answers = {"site": "eastholme", "vehicle": "car", "household": "yes", "address": "<ADDRESS_1>"}
    booking = await counter.book("recycling-centre", answers)
    browser, path = await opened(booking_site, booking.reference)

    async def event() -> tuple[str, dict[str, str]]:
        calendar = Calendar.from_ical((await browser.get(f"{path}/calendar.ics")).content)
        found = calendar.walk("VEVENT")[0]
        return str(calendar["METHOD"]), {name: str(found[name]) for name in ("UID", "SEQUENCE", "STATUS")}

    uid = f"{booking.reference}@reeve.test"
    assert await event() == ("PUBLISH", {"UID": uid, "SEQUENCE": "0", "STATUS": "CONFIRMED"})
    other = await counter.slot("recycling-centre", answers, 3)
    await counter.bookings.amend(booking.reference, "k", Amendment(other))
    assert await event() == ("PUBLISH", {"UID": uid, "SEQUENCE": "1", "STATUS": "CONFIRMED"})
    await counter.bookings.cancel(booking.reference, "k")
    assert await event() == ("CANCEL", {"UID": uid, "SEQUENCE": "2", "STATUS": "CANCELLED"})


async def test_the_change_page_shows_what_was_chosen_and_adds_one_more(booking_site: BookingSite) -> None:
    booking = await booking_site.counter.book()
    browser, path = await opened(booking_site, booking.reference)
    page = await browser.get(f"{path}/change")
    assert re.findall(r'name="(items\.[^"]+)"', page.text) == ["items.sofa", "items.add", "items.many"]
    assert "Piano" not in page.text  # which is never taken
    form = {"key": key_of(page), "items.sofa": "1", "items.add": "mattress", "items.many": "2"}
    sent = await browser.post(f"{path}/change", data=form)
    assert sent.headers["location"] == f"{path}?done=pay"
    await booking_site.counter.pay(f"{booking.reference}-2")
    assert "2 × Mattress, 1 × Sofa" in (await browser.get(path)).text
    page = await browser.get(f"{path}/change")
    form = {"key": key_of(page), "items.sofa": "0", "items.mattress": "2", "items.add": "", "items.many": "1"}
    await browser.post(f"{path}/change", data=form)
    assert "2 × Mattress<" in (await browser.get(path)).text


async def test_a_cancelled_booking_says_what_was_paid_and_what_goes_back_when(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    booking = await counter.book()
    browser, path = await opened(booking_site, booking.reference)
    await counter.bookings.cancel(booking.reference, "c")
    shown = rows((await browser.get(path)).text)
    assert (shown["Price"], shown["Paid"]) == ("£30", "£30")
    assert shown["Given back"].startswith("£30 on Monday 23 November 2026, the way you paid.")
    assert "Not given back" not in shown
    late = await counter.book("ceremonies", {"kind": "naming", "place": "room"})
    await counter.bookings.cancel(late.reference, "d")
    browser, path = await opened(booking_site, late.reference)
    shown = rows((await browser.get(path)).text)
    assert (shown["Paid"], shown["Not given back"]) == ("£60", "£60")


async def test_the_rest_after_a_deposit_is_paid_on_the_page_and_once(booking_site: BookingSite) -> None:
    counter = booking_site.counter
    booking = await counter.book("ceremonies", {"kind": "naming", "place": "room"})
    rest = f"£{(booking.price - 6000) // 100}"
    browser, path = await opened(booking_site, booking.reference)
    page = (await browser.get(path)).text
    assert rows(page)["Still to pay"].startswith(f"{rest} by ")
    assert f"Pay the rest, {rest}" in page
    sent = [await browser.post(f"{path}/balance") for _ in range(2)]
    assert [each.headers["location"] for each in sent] == [f"/pay/{booking.reference}-2"] * 2
    await counter.pay(f"{booking.reference}-2")
    page = (await browser.get(path)).text
    assert "Still to pay" not in rows(page)
    assert rows(page)["Paid"] == f"£{booking.price // 100}"
    nothing = await browser.post(f"{path}/balance")
    assert nothing.status_code == 409
    assert "There is nothing to pay" in nothing.text


def rows(page: str) -> dict[str, str]:
    """The lines of a summary list."""
    return dict(re.findall(r'list__key">([^<]*)</dt><dd[^>]*>([^<]*)</dd>', page))


async def test_after_words_of_danger_the_page_says_that_nothing_is_sent_until_it_is_safe(
    booking_site: BookingSite,
) -> None:
    counter = booking_site.counter
    booking = await counter.book(answers={**BULKY, "email": "<EMAIL_ADDRESS_1>"})
    browser, path = await opened(booking_site, booking.reference)
    assert "we do not email or text you" not in (await browser.get(path)).text
    counter.post.in_danger.add(booking.conversation_id)
    assert "we do not email or text you" in (await browser.get(path)).text
    answer = await browser.post(f"{path}/safe")
    assert answer.headers["location"] == f"{path}?done=safe"
    page = await browser.get(answer.headers["location"])
    assert "we do not email or text you" not in page.text
    assert "We email or text you about this booking again" in page.text
