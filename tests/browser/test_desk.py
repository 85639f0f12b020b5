"""Two people in two browsers, from a resident's first word to their rating; and what supervisors see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

PHONE = "07700 900461"


def test_a_conversation_from_the_first_word_to_the_rating(
    page: Page, other_context: BrowserContext, site: Site
) -> None:
    desk, panel = DeskPage(other_context, site), Panel(page)
    panel.open()
    panel.say(f"my bin was not emptied, my phone number is {PHONE}")
    panel.press("Talk to someone")
    reference = panel.reference()
    desk.open_case(reference)
    desk.press("Claim this case")
    banner = panel.root.locator(".banner")
    expect(banner).to_contain_text("You are talking to Sam Okoro")
    panel.say("Are you there?")
    expect(desk.page.locator("#messages")).to_contain_text("Are you there?")
    panel.box.press_sequentially("Good")
    expect(desk.page.locator("#typing")).to_contain_text("The resident is typing")
    desk.page.get_by_label("Reply to the resident").fill("Hello, I am looking into it.")
    desk.press("Send reply")
    expect(panel.messages("staff")).to_have_count(1)

    desk.page.locator("#placeholder").select_option(index=1)
    desk.page.get_by_label("Why you need it").fill("To ring the resident")
    desk.press("Show it once")
    expect(desk.page.locator("#revealed")).to_contain_text(PHONE)
    assert PHONE not in panel.log.inner_text()

    desk.page.goto(f"/staff/listen/{reference}")
    check(desk.page)
    desk.press("Listen in")
    expect(desk.page.locator("#messages")).to_contain_text("Hello, I am looking into it.")
    desk.page.get_by_label("Whisper to the caseworker").fill("Offer another collection")
    desk.press("Whisper")
    expect(desk.page.locator("#whispers")).to_contain_text("Offer another collection")
    check(desk.page)
    desk.page.goto("/staff/wallboard")
    expect(desk.page.get_by_role("link", name=f"Listen in to {reference}")).to_be_visible()
    check(desk.page)

    desk.open_case(reference)
    expect(desk.page.locator("#whisper")).to_contain_text("Offer another collection")
    desk.page.get_by_text("Pass on", exact=True).first.click()
    desk.page.locator("select[name=to]").select_option("team:streets")
    desk.page.locator("form[action$='/pass']").get_by_role("button", name="Pass on").click()
    expect(panel.messages("system").last).to_contain_text("has passed your enquiry")
    desk.open_case(reference)
    desk.press("Claim this case")
    expect(banner).to_contain_text("Sam Okoro from")
    desk.press("Hand back to the assistant")
    expect(panel.messages("system").last).to_contain_text("our assistant again")
    panel.say("my bin was not emptied")
    expect(panel.messages("bot").last).to_be_visible()
    desk.press("Claim this case")
    expect(banner).to_contain_text("You are talking to Sam Okoro")

    rating = panel.root.locator(".rating")
    expect(rating).to_be_hidden()
    desk.page.get_by_text("Close this case").first.click()
    desk.page.locator("form[action$='/close']").get_by_role("button", name="Close this case").click()
    expect(rating).to_be_visible()  # by itself: nobody reloaded
    check(page)
    panel.press("Send rating")
    expect(rating.get_by_role("alert")).to_have_text("Choose how it went")
    rating.get_by_label("Bad", exact=True).check()
    rating.get_by_label("What would you tell us about it?").fill(f"Nobody rang me on {PHONE}")
    panel.press("Send rating")
    expect(rating).to_contain_text("Thank you")

    desk.page.goto("/staff/reviews")
    line = desk.page.get_by_role("row").filter(has_text=reference)
    expect(line).to_contain_text("Nobody rang me on [phone number 1 hidden]")
    check(desk.page)
    line.get_by_role("link").click()
    check(desk.page)
    desk.page.get_by_label("Too slow").check()
    desk.press("Mark as reviewed")
    expect(desk.page.get_by_text("was marked as reviewed")).to_be_visible()
    desk.page.goto("/staff/reports")
    check(desk.page)
    assert PHONE not in desk.page.content()


def test_a_supervisor_passes_cases_on_with_the_keyboard_alone(
    page: Page, other_context: BrowserContext, site: Site
) -> None:
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    desk = DeskPage(other_context, site)
    desk.open_case(reference)
    desk.page.go_back()
    desk.page.locator(f"#choose-{reference}").focus()
    desk.page.keyboard.press("Space")
    expect(desk.page.locator(f"#choose-{reference}")).to_be_checked()
    check(desk.page)
    desk.page.get_by_role("button", name="Pass the chosen cases on").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text("You pass on 1 case")).to_be_visible()
    check(desk.page)
    desk.page.get_by_label("To", exact=True).select_option("team:streets")
    desk.page.get_by_role("button", name="Pass them on").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_text("1 case was passed on")).to_be_visible()


def test_a_resident_without_scripts_says_how_it_went(page: Page) -> None:
    page.goto("/chat")
    page.get_by_label("Your message").fill("my bin was not emptied")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("End chat").click()
    page.get_by_role("button", name="Yes, end this chat").click()
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose how it went")
    page.get_by_label("Very good").check()
    check(page)
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("Thank you. You have told us how it went.")).to_be_visible()
