"""Codes from an app, and the warning before a session ends, in a real browser."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pyotp
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel
from tests.support.journeys.caseworker import PASSWORD

if TYPE_CHECKING:
    from tests.conftest import Site


def test_somebody_sets_up_codes_signs_in_with_one_and_is_warned_before_the_session_ends(
    context: BrowserContext, site: Site
) -> None:
    desk = DeskPage(context, site)
    page = desk.page
    page.goto("/staff/second-factor")
    desk.press("Set up codes")
    expect(page.get_by_role("img", name="A QR code")).to_be_visible()
    check(page)
    app = pyotp.TOTP(page.locator("#key").inner_text().replace(" ", ""))
    page.get_by_role("textbox", name="Code").fill(app.now())
    desk.press("Turn codes on")
    recovery = page.locator("#recovery-codes code").first.inner_text()
    desk.press("Sign out")
    page.get_by_label("Username").fill(desk.username)
    page.get_by_label("Password").fill(PASSWORD)
    desk.press("Sign in")
    expect(page).to_have_url(re.compile("/staff/code"))
    page.get_by_role("textbox", name="Code").fill("000000")
    desk.press("Go on")
    expect(page.locator("#code-error")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(recovery)  # the app's next code is half a minute away
    page.clock.install(time=time.time())
    desk.press("Go on")
    expect(page).to_have_url(re.compile("/staff/cases"))
    warning = page.get_by_role("alert").filter(has_text="Are you still there?")
    expect(warning).to_be_hidden()
    page.clock.fast_forward((3600 - 170) * 1000)
    expect(warning).to_be_visible()
    desk.press("Stay signed in")
    expect(warning).to_be_hidden()


def test_a_resident_saves_a_copy_from_the_chat(page: Page) -> None:
    panel = Panel(page)
    panel.open()
    panel.say("my bin was not emptied")
    expect(panel.messages("bot").nth(1)).to_be_visible()
    with page.expect_download() as saved:
        panel.press("Save a copy")
    assert saved.value.suggested_filename == "conversation.txt"
    assert "my bin was not emptied" in saved.value.path().read_text(encoding="utf-8")
