"""The knowledge tools in a browser: no violation that a machine can see, and a way through without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.accessibility import check
from tests.support.pages.staffed import PASSWORD, account

if TYPE_CHECKING:
    from tests.conftest import Site

PAGES = ["/staff/knowledge/search", "/staff/knowledge/insights", "/staff/knowledge/imports", "/staff/knowledge/banners"]


@pytest.fixture
def staff_page(browser: Browser, site: Site, username: str) -> Iterator[Page]:
    """An administrator's window."""
    context = browser.new_context(base_url=site.url, locale="en-GB")
    yield signed_in(context.new_page(), username)
    context.close()


@pytest.fixture(scope="module")
def username(site: Site) -> str:
    return account(site, "admin")


def signed_in(page: Page, username: str) -> Page:
    page.goto("/staff/sign-in")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/cases")
    return page


def test_every_tool_is_accessible(staff_page: Page) -> None:
    for address in PAGES:
        staff_page.goto(address)
        check(staff_page)


def test_what_a_question_finds_is_accessible(staff_page: Page) -> None:
    staff_page.goto(PAGES[0])
    staff_page.locator("#q").fill("my bin was not emptied")
    staff_page.get_by_role("button", name="Search", exact=True).click()
    expect(staff_page.get_by_role("heading", name="What the search finds")).to_be_visible()
    check(staff_page)


def test_a_banner_is_shown_and_ended_without_scripts(browser: Browser, site: Site, username: str) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = signed_in(context.new_page(), username)
    page.goto("/staff/knowledge/banners")
    page.locator("#text").fill("The ferry is not running.")
    page.get_by_role("button", name="Show banner").click()
    expect(page.get_by_text("The banner is saved.")).to_be_visible()
    page.goto("/services")
    expect(page.get_by_role("region", name="Important")).to_contain_text("The ferry is not running.")
    page.goto("/staff/knowledge/banners")
    page.get_by_role("button", name="End now").click()
    expect(page.get_by_text("There is no banner now.")).to_be_visible()
    context.close()


def test_the_a_to_z_is_accessible(page: Page) -> None:
    page.goto("/a-to-z/b")
    check(page)
