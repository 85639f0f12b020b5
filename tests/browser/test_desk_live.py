"""A resident who waits and a caseworker at a live desk: what each sees of the other without reloading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

PHONE = "07700 900461"


def test_waiting_joining_typing_and_reading_are_seen_on_both_sides(
    page: Page, context: BrowserContext, site: Site
) -> None:
    with psycopg.connect(site.parts.database.url) as connection:  # what other tests left: the list has pages
        connection.execute("update \"case\" set status = 'closed', closed_at = now() where status <> 'closed'")
    desk = DeskPage(context, site)
    desk.page.goto("/staff/cases")
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    row = desk.page.locator("#list").get_by_role("link", name=reference)
    expect(row).to_be_visible()  # by itself: nobody reloaded
    waiting = panel.root.locator(".waiting")
    expect(waiting).to_contain_text(re.compile("You are number|is closed now"))

    row.click()
    desk.page.get_by_role("button", name="Claim this case").click()
    expect(panel.root.locator(".banner")).to_contain_text("You are talking to Sam Okoro from")
    expect(waiting).to_be_hidden()

    panel.say("Are you there?")
    expect(desk.page.locator("#messages")).to_contain_text("Are you there?")
    expect(panel.root.locator(".status")).to_contain_text("They have read your last message")
    desk.page.get_by_label("Reply to the resident").press_sequentially("Yes")
    expect(panel.root.locator(".status")).to_contain_text("Sam Okoro is typing")
    panel.box.press_sequentially("Good")
    expect(desk.page.locator("#typing")).to_contain_text("The resident is typing")
    desk.page.get_by_role("button", name="Send reply").click()
    expect(panel.messages("staff")).to_have_count(1)
    expect(desk.page.locator("#state")).to_contain_text("The resident has read everything")

    page.reload()
    expect(panel.messages("staff")).to_have_count(1)
    expect(panel.root.locator(".banner")).to_contain_text("Sam Okoro")


def test_a_resident_who_waits_carries_on_with_the_assistant(page: Page) -> None:
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    panel.reference()
    panel.press("Carry on with the assistant")
    expect(panel.messages("system").last).to_contain_text("You carry on with our assistant")
    expect(panel.root.locator(".waiting")).to_be_hidden()
