"""Hands on a keyboard and nowhere else: every step of the focus must be seen, and none may be a trap."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

MOST = 400  # presses of Tab, more than any page has stops
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent ?? "";
  const drawn = ["checkbox", "radio"].includes(at.type) ? at.labels?.[0] : null; // the box beside the words
  const looks = [getComputedStyle(at), ...(drawn ? [getComputedStyle(drawn, "::before")] : [])];
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const ring = (style) => outlined(style) || style.boxShadow !== "none";
  const box = at.getBoundingClientRect();
  return {
    name: label.replace(/\\s+/g, " ").trim(),
    what: at.tagName.toLowerCase() + (at.type ? `[${at.type}]` : ""),
    seen: looks.some(ring) && box.width > 0 && box.height > 0,
  };
}"""


def focused(page: Page) -> dict[str, Any] | None:
    """What has the focus, in shadow trees too: name, kind, and whether that can be seen. None: nothing has."""
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


def reach(page: Page, name: str, what: str = "") -> None:
    """Presses Tab until something of this name and kind has the focus, and looks at each stop on the way."""
    stops: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = focused(page)
        if at is None:
            continue
        assert at["seen"], f"{at['what']} {at['name']!r} has the focus and does not show it"
        if at["name"] == name and at["what"].startswith(what):
            return
        stops.append(f"{at['what']} {at['name'][:40]!r}")
        assert stops[-6:] != stops[-1:] * 6, f"the focus is caught in {stops[-1]}"
    raise AssertionError(f"Tab does not lead to {name!r}; it led to {list(dict.fromkeys(stops))}")


def press(page: Page, name: str, what: str = "button") -> None:
    """Reaches a button, link or summary and presses Enter."""
    reach(page, name, what)
    page.keyboard.press("Enter")


def write(page: Page, name: str, words: str, what: str = "") -> None:
    """Reaches a field and types."""
    reach(page, name, what)
    page.keyboard.type(words)
