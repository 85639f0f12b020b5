"""A caseworker reports and books for a resident; the resident reads in the chat what came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel
from tests.support.journeys.conversation import somewhere

if TYPE_CHECKING:
    from tests.conftest import Site

HOME = "10 Mill Lane, NB1 2AB"


def begun(page: Page, context: BrowserContext, site: Site, service: str) -> tuple[Panel, DeskPage]:
    """A resident who asked for a person, and the caseworker who has just begun a form for them."""
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    desk = DeskPage(context, site)
    desk.open_case(reference)
    desk.press("Claim this case")
    desk.page.get_by_label("What do they need?").select_option(label=service)
    desk.press("Begin")
    check(desk.page)
    return panel, desk


def test_a_caseworker_reports_for_a_resident_in_the_chat(page: Page, context: BrowserContext, site: Site) -> None:
    panel, desk = begun(page, context, site, "Pothole or damaged road")
    at = desk.page
    at.get_by_label("A hole").check()
    desk.press("Continue")
    at.get_by_label("No", exact=True).check()
    desk.press("Continue")
    desk.press("Continue")
    expect(at.get_by_role("alert")).to_contain_text("Please say where it is")
    check(at)
    at.get_by_label(re.compile("Where is it")).fill(somewhere())
    desk.press("Continue")

    desk.press("Skip this question")
    at.get_by_label(re.compile("what is your e-mail")).fill("ada.lovelace@example.org")
    desk.press("Continue")
    expect(at.get_by_text("[email address 1 hidden]").first).to_be_visible()
    check(at)
    desk.press("Send the report")
    made = at.locator(".govuk-panel strong").inner_text()
    check(at)
    expect(panel.messages("staff").last).to_contain_text(made)
    at.get_by_role("link", name="case", exact=True).click()
    expect(at.locator("#messages")).to_contain_text("reported for the resident")


def test_a_caseworker_books_for_a_resident_who_pays_in_the_chat(
    page: Page, context: BrowserContext, site: Site
) -> None:
    panel, desk = begun(page, context, site, "Bulky waste collection")
    at = desk.page
    at.get_by_label("Sofa", exact=True).fill("1")
    desk.press("Continue")
    for choice in ("Yes", "No"):
        at.get_by_label(choice, exact=True).check()
        desk.press("Continue")
    at.locator("#value").fill(HOME)
    desk.press("Continue")
    expect(at.get_by_text("These are free.")).to_be_visible()
    check(at)
    at.get_by_role("radio").first.check()
    desk.press("Continue")
    at.locator("#value").fill("Ada Lovelace")
    desk.press("Continue")
    while at.get_by_role("button", name="Skip this question").count():
        desk.press("Skip this question")
    expect(at.get_by_role("heading", name="Check it with the resident")).to_be_visible()
    desk.press("Book it")
    made = at.locator(".govuk-panel strong").inner_text()
    expect(panel.messages("staff").last.get_by_role("link", name=re.compile("Pay £"))).to_be_visible()
    at.get_by_role("link", name="case", exact=True).click()
    expect(at.locator("#made")).to_contain_text(f"{made}, by Sam Okoro")
    expect(at.locator("#made")).to_contain_text("waits for the resident's payment")
    check(at)
