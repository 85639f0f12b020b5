"""Bookings and reports as people make them: in the panel, on the pay page, on the booking's page, at the desk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

REFERENCE = re.compile(r"NB-[A-Z0-9]{4}-[A-Z0-9]{4}")
HOME = "12 Mill Lane, NB2 4QP"
LOOKED_AT = os.environ.get("REEVE_TEST_SHOTS")  # a folder for pictures of the pages, for whoever wants to see them


def look(page: Page, name: str) -> None:
    """Keeps a picture of the page, if somebody wants to see it."""
    if LOOKED_AT:
        page.screenshot(path=Path(LOOKED_AT) / f"{name}.png", full_page=True)


def answer(panel: Panel, asked: str, words: str) -> None:
    """Answers a question once it is asked."""
    expect(panel.messages("bot").last).to_contain_text(asked)
    panel.say(words)


def press_first(panel: Panel, name: str) -> None:
    """Presses the first button that begins so."""
    panel.root.get_by_role("button", name=re.compile(f"^{name}")).first.click()


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_collection_is_booked_paid_moved_put_in_a_calendar_and_cancelled(
    page: Page, other_context: BrowserContext, site: Site
) -> None:
    panel = Panel(page)
    panel.open()
    panel.say("I want to book a bulky waste collection for two mattresses and a sofa")
    answer(panel, "from your own home", "can you take paint?")
    expect(panel.messages("bot").last).to_contain_text("Back to where we were")
    panel.press("Yes")
    answer(panel, "Housing Benefit", "no")
    answer(panel, "What is the address", HOME)
    expect(panel.messages("bot").last).to_contain_text("These are free")
    look(page, "1-times")
    press_first(panel, "(Mon|Tues|Wednes|Thurs|Fri)day")
    answer(panel, "What name", "Ada Lovelace")
    answer(panel, "Which email", "ada@example.org")
    answer(panel, "Which phone", "skip")
    expect(panel.messages("bot").last).to_contain_text("Price: £50")
    look(page, "2-summary")
    panel.say("no, three mattresses")
    expect(panel.messages("bot").last).to_contain_text("3 × Mattress")
    panel.press("Yes, book it")
    booked = panel.messages("bot").last
    expect(booked).to_contain_text("Please pay £50")
    look(page, "3-booked")
    found = REFERENCE.search(booked.inner_text())
    assert found is not None
    reference = found[0]

    manage = booked.get_by_role("link", name="See, change or cancel it").get_attribute("href")
    assert manage is not None
    page.goto(booked.get_by_role("link", name="Pay £50").get_attribute("href") or "")
    look(page, "4-pay")
    page.get_by_role("button", name="Pretend that it fails").click()
    page.goto(manage)
    expect(page.get_by_text("Waiting for payment")).to_be_visible()
    look(page, "5-waiting")
    check(page)
    page.get_by_role("button", name="Pay £50").click()
    check(page)
    page.get_by_role("button", name="Pretend to pay £50.00").click()
    expect(page).to_have_url(re.compile(f"/bookings/{reference}/"))
    expect(page.get_by_text("Confirmed")).to_be_visible()
    look(page, "6-paid")
    check(page)

    page.get_by_role("link", name="Change this booking").click()
    look(page, "7-change")
    check(page)
    page.locator("label", has_text=re.compile("day ")).nth(2).click()
    page.get_by_role("button", name="Change booking").click()
    expect(page.get_by_text("Your booking was changed.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Add it to your calendar").click()
    assert "BEGIN:VEVENT" in Path(download.value.path()).read_text()
    page.get_by_text("Cancel this booking", exact=True).click()
    expect(page.get_by_text("You get £50 back")).to_be_visible()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    expect(page.get_by_text("Your booking was cancelled.")).to_be_visible()
    expect(page.get_by_text("£50, asked for on")).to_be_visible()
    look(page, "8-cancelled")
    refunds = "select r.pence from payment_refund r join payment p on p.id = r.payment_id where p.reference like %s"
    assert site.rows(refunds, f"{reference}%") == [(5000,)]
    told = site.rows("select kind from notice where reference = %s order by created_at", reference)
    assert [kind for (kind,) in told] == ["confirmation", "change", "cancellation"]

    desk = DeskPage(other_context, site)
    for path in (
        "/staff/bookings",
        "/staff/bookings?service=bulky-waste",
        "/staff/bookings/capacity",
        "/staff/bookings/week",
        f"/staff/outbox?reference={reference}",
    ):
        desk.page.goto(path)
        look(desk.page, f"9{path.partition('?')[0].replace('/', '-')}")
        check(desk.page)


def test_an_appointment_to_register_a_birth_is_booked(page: Page) -> None:
    panel = Panel(page)
    panel.open()
    panel.say("book an appointment to register a birth")
    answer(panel, "On which date", "last Tuesday")
    answer(panel, "Northbridge area", "yes")
    answer(panel, "twins", "no")
    answer(panel, "married", "yes")
    answer(panel, "your address", "14 Mill Lane, NB2 4QP")
    expect(panel.messages("bot").last).to_contain_text("These are free")
    press_first(panel, "(Mon|Tues|Wednes|Thurs|Fri)day")
    answer(panel, "your name", "Grace Hopper")
    answer(panel, "phone number", "01632 960123")
    answer(panel, "Which email", "skip")
    expect(panel.messages("bot").last).to_contain_text("Registering is free")
    panel.press("Yes, book it")
    expect(panel.messages("bot").last).to_contain_text("Booked: Appointment to register a birth")
    assert REFERENCE.search(panel.messages("bot").last.inner_text())
    expect(panel.messages("bot").last.get_by_role("link", name="See, change or cancel it")).to_be_visible()


def test_a_pothole_is_reported_with_a_photo_which_a_caseworker_sees(
    page: Page, other_context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    picture = tmp_path / "hole.png"
    Image.new("RGB", (640, 400), "grey").save(picture)
    panel = Panel(page)
    panel.open()
    panel.say("there is a pothole")
    panel.press("Report this now")
    answer(panel, "wrong with the road", "a hole")
    answer(panel, "crash or fall", "no")
    answer(panel, "Where is it?", "Weaver Street, outside the library")
    answer(panel, "anything else", "skip")
    expect(panel.messages("bot").last).to_contain_text("add a photo")
    look(page, "a-photo")
    panel.root.locator("input[type=file]").set_input_files(picture)
    answer(panel, "e-mail", "skip")
    expect(panel.messages("bot").last).to_contain_text("1 photo")
    panel.press("Yes, send it")
    reference = panel.reference()
    look(page, "b-reported")
    desk = DeskPage(other_context, site)
    desk.open_case(reference)
    look(desk.page, "c-case")
    photo = desk.page.locator("a[href*='/photos/']").first
    expect(photo).to_be_visible()
    shown = desk.page.request.get(f"{site.url}{photo.get_attribute('href')}")
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")


def test_a_booking_begins_without_scripts(plain: Page) -> None:
    plain.goto("/chat")
    for words in ("I want to book a bulky waste collection for a sofa", "yes", "no", HOME):
        plain.get_by_label("Your message").fill(words)
        plain.get_by_role("button", name="Send", exact=True).click()
    expect(plain.locator("#latest")).to_contain_text("These are free")
    plain.get_by_role("button", name=re.compile("day .* put out by")).first.click()
    expect(plain.locator("#latest")).to_contain_text("What name should we put on the booking?")
    expect(plain.locator(".transcript__item--resident").last).to_contain_text("put out by")
    look(plain, "d-plain")
