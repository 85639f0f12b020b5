"""The chat panel and the desk, as a person uses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.journeys.caseworker import PASSWORD, new_account
from tests.support.journeys.conversation import somewhere

if TYPE_CHECKING:
    from tests.conftest import Site


class Panel:
    """The widget on a page of the council."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("reeve-chat")
        self.dialog = self.root.get_by_role("dialog")
        self.log = self.root.get_by_role("log")
        self.box = self.root.get_by_label("Your message")

    def open(self, path: str = "/") -> None:
        """Opens a page, and the chat on it."""
        self.page.goto(path)
        self.root.get_by_role("button", name="Ask us").click()
        expect(self.messages("bot").first).to_contain_text("a computer program")

    def messages(self, sender: str) -> Locator:
        """The messages of one sender."""
        return self.log.locator(f"li.message.{sender}")

    def say(self, text: str) -> None:
        """Writes and sends, and waits until the message is on its way."""
        self.box.fill(text)
        self.root.get_by_role("button", name="Send", exact=True).click()
        expect(self.box).to_have_value("")

    def press(self, name: str) -> None:
        """Presses a button of the panel."""
        self.root.get_by_role("button", name=name, exact=True).click()

    def report_litter(self, more: str = "") -> str:
        """Reports an overflowing litter bin, from the first word to the reference."""
        self.say(f"a litter bin is overflowing{more}")
        self.press("Report this now")
        self.answer_report()
        return self.reference()

    def answer_report(self) -> None:
        """The answers to what a report of litter asks."""
        expect(self.messages("bot").last).to_contain_text("Where is it?")
        self.say(somewhere())
        for asked in ("anything else", "add a photo", "e-mail"):
            expect(self.messages("bot").last).to_contain_text(asked)
            self.press("Skip")
        self.press("Yes, send it")

    def reference(self) -> str:
        """The newest reference that the resident was given."""
        found = self.log.locator(".reference").last
        expect(found).to_be_visible()
        return found.inner_text()


class DeskPage:
    """The desk of a caseworker with a new account."""

    def __init__(self, context: BrowserContext, site: Site, name: str = "Sam Okoro") -> None:
        self.page = context.new_page()
        self.username, once = new_account(site, name)
        self.page.goto("/staff")
        self._fill("Username", self.username)
        self._fill("Password", once)
        self.press("Sign in")
        expect(self.page).to_have_url(re.compile("/staff/password"))
        self._fill("One-time password", once)
        self._fill("New password", PASSWORD)
        self._fill("New password again", PASSWORD)
        self.press("Save password")
        expect(self.page.get_by_text("Your password was changed")).to_be_visible()

    def open_case(self, reference: str) -> None:
        """Finds a case in the list, on whatever page of it, and opens it."""
        self.page.goto("/staff/cases")
        link = self.page.get_by_role("link", name=reference)
        while not link.count():
            self.page.locator("a[rel=next]").click()
        link.click()
        expect(self.page.get_by_role("heading", name=f"Case {reference}")).to_be_visible()

    def press(self, name: str) -> None:
        """Presses a button of the page."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def _fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)
