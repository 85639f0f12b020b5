"""A real browser for tests that look at the site as people do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from tests.conftest import Site

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds that anything on a page may take


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for a module: while it runs no other event loop can, and other tests need theirs."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not there. Install it (Debian: apt-get install chromium) to run these tests."
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A window without cookies on the site. What goes wrong in a page's scripts fails the test."""
    made = browser.new_context(base_url=site.url, locale="en-GB", timezone_id="Europe/London")
    made.set_default_timeout(PATIENCE)
    problems: list[str] = []
    made.on("weberror", lambda error: problems.append(str(error.error)))
    yield made
    made.close()
    assert problems == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in that window."""
    return context.new_page()


@pytest.fixture
def other_context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Somebody else's window: no cookies, no memory of the first one's."""
    made = browser.new_context(base_url=site.url, locale="en-GB", timezone_id="Europe/London")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()
