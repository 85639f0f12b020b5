"""A caseworker reports for a resident, question by question, and the resident reads the reference in the chat."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conversation import somewhere
from panel import DeskPage, Panel
from playwright.sync_api import BrowserContext, Page, expect
from test_accessibility import check

if TYPE_CHECKING:
    from tests.conftest import Site


def test_a_caseworker_reports_for_a_resident_in_the_chat(page: Page, context: BrowserContext, site: Site) -> None:
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    desk = DeskPage(context, site)
    at = desk.page
    desk.open_case(reference)
    desk.press("Claim this case")
    at.get_by_label("What do they need?").select_option(label="Pothole or damaged road")
    desk.press("Begin")
    check(at)
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
    expect(panel.messages("system").last).to_contain_text(made)
    at.get_by_role("link", name="case", exact=True).click()
    expect(at.locator("#messages")).to_contain_text("reported for the resident")
