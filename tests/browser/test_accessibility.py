"""Every page and every state of the panel against WCAG 2.2 AA, as far as a machine can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from panel import DeskPage, Panel
from playwright.sync_api import Browser, BrowserContext, Page, expect

if TYPE_CHECKING:
    from tests.conftest import Site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CRISIS = "my husband hits me and I am afraid he will kill me"
PUBLIC = [
    "/",
    "/services",
    "/services/missed-bin",
    "/services/contact-us",
    "/chat",
    "/bin-days",
    "/services/no-such-page",
]


def violations(page: Page) -> list[str]:
    """What axe finds wrong: rule, and the elements."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    wider = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    return int(page.evaluate(wider))


def check(page: Page) -> None:
    """A page must have no violation, and at WCAG's narrowest width neither that nor a sideways scroll."""
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == 0
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    check(page)


@pytest.mark.parametrize("text", ["my bin wasn't emptied", CRISIS, "Talk to someone"])
def test_the_chat_page_with_an_answer(page: Page, text: str) -> None:
    page.goto("/chat")
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".transcript__item--bot").last).to_be_visible()
    check(page)


def test_the_chat_page_with_an_error(page: Page) -> None:
    page.goto("/chat")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#text-error")).to_be_visible()
    check(page)


@pytest.mark.parametrize(
    ("text", "shown"), [("my bin wasn't emptied", ".source"), (CRISIS, ".card"), ("Talk to someone", ".case")]
)
def test_the_open_panel(page: Page, text: str, shown: str) -> None:
    panel = Panel(page)
    panel.open()
    panel.say(text)
    expect(panel.log.locator(shown).first).to_be_visible()
    check(page)


def test_the_panel_covers_a_phone_and_takes_the_focus(browser: Browser, site: Site) -> None:
    phone = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 568}, has_touch=True)
    phone.set_default_timeout(20_000)
    panel = Panel(phone.new_page())
    panel.open()
    panel.say("my bin wasn't emptied")
    expect(panel.messages("bot")).to_have_count(2)
    box = panel.dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    assert sideways(panel.page) == 0
    assert violations(panel.page) == []
    phone.close()


def test_the_sign_in_page_with_and_without_an_error(page: Page) -> None:
    page.goto("/staff")
    check(page)
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check(page)


def test_the_pages_of_the_desk(page: Page, other_context: BrowserContext, site: Site) -> None:
    panel = Panel(page)
    panel.open()
    reference = panel.report_litter(", my phone number is 07700 900461")
    desk = DeskPage(other_context, site)
    own = ("/staff/account", "/staff/second-factor", "/staff/password")
    others = (
        "/staff/people",
        f"/staff/people/{desk.username}",
        "/staff/integrations",
        "/staff/integrations/undelivered",
    )
    for path in ("/staff/cases", "/staff/audit", "/staff/crisis-numbers", *own, *others):
        desk.page.goto(path)
        check(desk.page)
    desk.open_case(reference)
    check(desk.page)
    desk.press("Claim this case")
    check(desk.page)
    desk.press("Send reply")
    expect(desk.page.locator("#text-error")).to_be_visible()
    check(desk.page)
