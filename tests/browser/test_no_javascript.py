"""The chat for browsers that run no scripts: a page and plain forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.journeys.conversation import somewhere

if TYPE_CHECKING:
    from tests.conftest import Site

PHONE = "07700 900461"


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def say(page: Page, text: str) -> None:
    """Writes in the box and sends."""
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def said(page: Page, sender: str) -> list[str]:
    """What the transcript holds of one sender, oldest first."""
    return page.locator(f".transcript__item--{sender}").all_inner_texts()


def test_a_missed_bin_is_answered_and_its_report_begins(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, "my bin wasn't emptied")
    expect(plain).to_have_url(re.compile(r"/chat#latest$"))
    expect(plain.get_by_role("link", name="Report a missed bin collection")).to_have_attribute(
        "href", "/services/missed-bin"
    )
    expect(plain.locator("#latest")).to_contain_text("Checked on")
    plain.get_by_role("button", name="Report this now").click()
    expect(plain.locator("#latest")).to_contain_text("Which address was missed?")
    assert len(said(plain, "resident")) == 2


def test_a_full_litter_bin_is_reported(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, "a litter bin is overflowing")
    plain.get_by_role("button", name="Report this now").click()
    say(plain, somewhere())
    for _ in range(3):
        plain.get_by_role("button", name="Skip", exact=True).click()
    plain.get_by_role("button", name="Yes, send it").click()
    expect(plain.locator(".case-note__reference")).to_have_text(re.compile(r"^NB-[A-Z0-9]{4}-[A-Z0-9]{4}$"))


def test_the_question_on_the_home_page_leads_to_the_chat_page(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_label("Ask us in your own words").fill("my bin wasn't emptied")
    plain.locator("main").get_by_role("button", name="Ask us").click()
    expect(plain).to_have_url(re.compile(r"/chat#latest$"))
    expect(plain.get_by_role("link", name="Report a missed bin collection")).to_be_visible()


def test_a_second_question_from_the_home_page_goes_on_in_the_same_chat(plain: Page) -> None:
    for text in ("hello", "my bin wasn't emptied"):
        plain.goto("/")
        plain.get_by_label("Ask us in your own words").fill(text)
        plain.locator("main").get_by_role("button", name="Ask us").click()
    assert len(said(plain, "resident")) == 2


def test_details_are_hidden_and_a_person_can_be_asked_for(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, f"my bin wasn't emptied, my phone number is {PHONE}")
    assert "[phone number hidden]" in said(plain, "resident")[0]
    assert "900461" not in plain.content()
    plain.get_by_role("button", name="Talk to someone").last.click()
    expect(plain.get_by_text("We are finding someone to talk to you")).to_be_visible()
    expect(plain.locator(".case-note__reference")).to_be_visible()


def test_reloading_sends_nothing_twice(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, "hello")
    expect(plain).to_have_url(re.compile(r"/chat#latest$"))
    plain.reload()
    plain.goto("/chat")
    assert len(said(plain, "resident")) == 1


def test_an_empty_and_a_long_message_are_explained_and_what_was_written_is_kept(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, " ")
    expect(plain.locator("#text-error")).to_contain_text("Write your message in the box")
    assert plain.title().startswith("Error: ")
    long = "my bin was not emptied " * 200
    say(plain, long)
    expect(plain.locator("#text-error")).to_contain_text("4,000 characters")
    expect(plain.get_by_label("Your message")).to_have_value(long)


def test_a_crisis_shows_the_card_and_a_way_to_leave_where_it_is_needed(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, "my husband hits me and I am afraid he will kill me")
    card = plain.locator(".crisis")
    expect(card.get_by_role("link", name="Call 999").first).to_have_attribute("href", "tel:999")
    expect(card.get_by_role("link", name="Leave this page")).to_have_attribute("href", "/chat/leave")


def test_a_conversation_can_be_deleted(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, f"my bin wasn't emptied, my phone number is {PHONE}")
    plain.get_by_text("Delete this conversation", exact=True).click()
    plain.get_by_role("button", name="Yes, delete this conversation").click()
    expect(plain.get_by_text("Your conversation was deleted.")).to_be_visible()
    assert said(plain, "resident") == []


def test_ending_the_chat_and_starting_again(plain: Page) -> None:
    plain.goto("/chat")
    say(plain, "hello")
    plain.get_by_text("End chat", exact=True).click()
    plain.get_by_role("button", name="Yes, end this chat").click()
    expect(plain.get_by_text("This chat has ended.")).to_be_visible()
    expect(plain.get_by_label("Your message")).to_have_count(0)
    plain.get_by_role("button", name="Start a new chat").click()
    assert said(plain, "resident") == []
    expect(plain.get_by_label("Your message")).to_be_visible()
