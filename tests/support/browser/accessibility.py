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


# What stands out at the right of the window: the innermost elements, each with the beginning of its text.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter((each, _, all) => !all.some(other => other !== each && each.contains(other)))
  .slice(0, 5).map(each => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 60)}`)"""


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
        found.append(f"at 320 pixels it scrolls {wider} pixels sideways, for {page.evaluate(TOO_WIDE)}")
    page.set_viewport_size({"width": 1280, "height": 720})
    return found


def check(page: Page) -> None:
    """A page must have no violation, and at WCAG's narrowest width neither that nor a sideways scroll."""
    found = faults(page)
    assert not found, "\n".join(found)
