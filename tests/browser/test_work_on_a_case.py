"""The case page by keyboard alone: pick a text, ask the knowledge base, keep a draft, send; and what axe says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site


def test_a_caseworker_answers_by_keyboard_alone(page: Page, context: BrowserContext, site: Site) -> None:
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    desk = DeskPage(context, site)
    at = desk.page
    at.goto("/staff/canned-texts")
    at.get_by_label("Name", exact=True).fill("Friday")
    at.get_by_label("Text", exact=True).fill("We come on Friday. {reference}")
    desk.press("Save the text")
    check(at)
    desk.open_case(reference)
    desk.press("Claim this case")
    expect(at.get_by_label("Reply to the resident")).to_be_visible()

    keys = at.keyboard
    keys.press("?")
    expect(at.get_by_role("dialog")).to_contain_text("Write the reply")
    check(at)
    keys.press("Escape")
    expect(at.get_by_role("dialog")).to_be_hidden()
    keys.press("r")
    box = at.get_by_label("Reply to the resident")
    expect(box).to_be_focused()
    with at.expect_response("**/draft"):
        keys.type("Hello. ::fri")
        keys.press("ArrowDown")
        expect(at.get_by_role("button", name="Friday", exact=True)).to_be_focused()
        keys.press("Enter")
        expect(box).to_have_value(f"Hello. We come on Friday. {reference}")
    at.reload()
    expect(box).to_have_value(f"Hello. We come on Friday. {reference}")

    keys.press("r")
    keys.press("Control+End")
    keys.press("Enter")
    keys.type("??bulky waste")
    expect(at.locator("#picker button").first).to_be_visible()
    check(at)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(box).to_be_focused()
    assert "](http" in box.input_value()
    for _ in range(20):
        keys.press("Tab")
        if at.evaluate("document.activeElement.textContent") == "Send reply":
            break
    keys.press("Enter")
    expect(panel.messages("staff").last).to_contain_text(f"We come on Friday. {reference}")
    at.goto(f"/staff/cases/{reference}/suggestions")
    expect(at.get_by_role("heading", name="Suggested replies")).to_be_visible()
    check(at)
    for path in ("/staff/mentions", "/staff/corrections"):
        at.goto(path)
        check(at)
