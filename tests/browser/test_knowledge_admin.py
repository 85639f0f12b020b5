"""Two admins change a page, and the chat answers from the new words at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

PAGE = "/staff/pages/allotments"
QUESTION = "How much does an allotment cost?"
NEWS = "From today a plot at any of our allotment sites costs £78 a year."


def go_to(desk: DeskPage, path: str, heading: str) -> None:
    """Opens a page of the admin, which must be without fault for everybody."""
    desk.page.goto(path)
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(heading)
    check(desk.page)


def edit(page: Page) -> None:
    """Writes the news, and sees it in the preview before it is saved."""
    page.get_by_label("Summary").fill(NEWS)
    page.get_by_label("Text", exact=True).fill(f"{NEWS} Read {{{{ no.such }}}}.")
    problem = page.locator("#preview").get_by_role("link", name=re.compile("^Line 1: There is no fact"))
    problem.click()
    expect(page.get_by_label("Text", exact=True)).to_be_focused()
    page.get_by_label("Text", exact=True).fill(f"{NEWS} Water costs {{{{ parks.allotments.wait }}}}.")
    expect(page.locator("#preview")).not_to_contain_text("To put right")
    expect(page.locator("#preview")).to_contain_text(NEWS)
    page.get_by_label("Find a fact").fill("allotments wait")
    expect(page.locator(".facts__fact:visible")).to_have_count(1)


def test_an_edit_is_approved_by_somebody_else_and_answered_from_at_once(
    page: Page, context: BrowserContext, other_context: BrowserContext, site: Site
) -> None:
    writer, reviewer = DeskPage(context, site), DeskPage(other_context, site, "Alex Reed")
    go_to(writer, "/staff/pages?q=allotments", "Pages")
    before = site.rows("select published_version from kb_page where id = 'allotments'")[0][0]
    go_to(writer, f"{PAGE}/edit", "Edit allotments")
    edit(writer.page)
    writer.press("Save and send for review")
    expect(writer.page.get_by_text("The page was sent for review.")).to_be_visible()
    check(writer.page)
    go_to(reviewer, f"{PAGE}/review", "Review allotments")
    reviewer.press("Approve and publish")
    expect(reviewer.page.get_by_text("The page is published.")).to_be_visible()
    panel = Panel(page)
    panel.open()
    panel.say(QUESTION)
    expect(panel.messages("bot").last).to_contain_text("£78")
    go_to(writer, f"{PAGE}/compare?old={before}&new={int(str(before)) + 1}", "Versions")
    go_to(writer, f"{PAGE}/versions/{before}", f"Version {before}")
    writer.press(f"Go back to version {before}")
    reviewer.page.goto(f"{PAGE}/review")
    reviewer.press("Approve and publish")
    expect(reviewer.page.get_by_text("The page is published.")).to_be_visible()
    for _ in range(20):  # what is published is live within two seconds
        page.goto("/services/allotments")
        if not page.locator("main").get_by_text(NEWS).count():
            break
        page.wait_for_timeout(100)
    expect(page.locator("main").get_by_text(NEWS)).to_have_count(0)  # the chat beside it still tells what it said
