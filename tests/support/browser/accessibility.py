"""What axe, and WCAG's narrowest width, find wrong with a page."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """([rules, preload]) => axe
            .run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], preload})
            .then(found => found.violations)"""


def violations(page: Page, *, styles: bool = True) -> list[str]:
    """What axe finds wrong: rule, and the elements. Reading the style sheets themselves takes time: once is enough."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(LOOK, [RULES, styles])
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    wider = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    return int(page.evaluate(wider))


def faults(page: Page) -> list[str]:
    """What is wrong with a page, as wide as a desk's screen and at WCAG's narrowest width."""
    found = violations(page)
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"at 320 pixels: {each}" for each in violations(page, styles=False)]
    if wider := sideways(page):
        found.append(f"at 320 pixels it scrolls {wider} pixels sideways")
    page.set_viewport_size({"width": 1280, "height": 720})
    return found


def check(page: Page) -> None:
    """A page must have no violation, and at WCAG's narrowest width neither that nor a sideways scroll."""
    assert faults(page) == []
