"""A resident at the panel and a caseworker at the desk, from the first question to the last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

REFERENCE = re.compile(r"^NB-[A-Z0-9]{4}-[A-Z0-9]{4}$")
PHONE = "07700 900461"


@pytest.fixture
def panel(page: Page) -> Panel:
    """The chat, open on the home page."""
    made = Panel(page)
    made.open()
    return made


def test_a_missed_bin_is_answered_from_its_page_and_its_report_begins(panel: Panel) -> None:
    panel.say("my bin wasn't emptied")
    answer = panel.messages("bot").nth(1)
    expect(answer.get_by_role("link", name="Report a missed bin collection")).to_have_attribute(
        "href", re.compile(r"/services/missed-bin$")
    )
    expect(answer).to_contain_text("Checked on")
    panel.press("Report this now")
    expect(panel.messages("bot").last).to_contain_text("Which address was missed?")
    expect(panel.root.get_by_role("button", name="Report this now")).to_have_count(0)


def test_a_full_litter_bin_is_reported_with_a_reference_and_the_team(panel: Panel) -> None:
    panel.report_litter()
    assert REFERENCE.match(panel.reference())
    expect(panel.messages("bot").last).to_contain_text("Street care")


def test_the_question_on_the_home_page_goes_to_the_panel(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Ask us in your own words").fill("my bin wasn't emptied")
    page.locator("main").get_by_role("button", name="Ask us").click()
    panel = Panel(page)
    expect(panel.messages("bot").nth(1).get_by_role("link", name="Report a missed bin collection")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/$"))


def test_personal_details_are_shown_as_hidden_and_that_is_explained_once(panel: Panel) -> None:
    panel.say(f"my bin was not emptied, call me on {PHONE}")
    expect(panel.messages("resident").locator(".chip")).to_have_text(["[phone number hidden]"])
    expect(panel.messages("system")).to_contain_text(["We hide personal details in this chat"])
    panel.say(f"again, that is {PHONE}")
    expect(panel.messages("resident").nth(1).locator(".chip")).to_have_text(["[phone number hidden]"])
    expect(panel.messages("system")).to_have_count(1)
    expect(panel.log).not_to_contain_text("900461")


def test_what_is_typed_as_markup_is_shown_as_text(panel: Panel) -> None:
    text = "<img src=x onerror=\"document.title='broken'\"> my bin was not emptied"
    panel.say(text)
    expect(panel.messages("bot").nth(1)).to_be_visible()
    expect(panel.messages("resident")).to_contain_text("<img")
    assert panel.log.locator("img").count() == 0
    assert panel.page.title() != "broken"


def test_the_chat_goes_on_after_a_reload_and_on_the_next_page(panel: Panel) -> None:
    panel.say("a litter bin is overflowing")
    expect(panel.messages("bot")).to_have_count(2)
    for path in ("/", "/services/missed-bin"):
        panel.page.goto(path)
        expect(panel.dialog).to_be_visible()
        expect(panel.messages("resident")).to_have_count(1)
        expect(panel.messages("bot")).to_have_count(2)
    panel.press("Report this now")
    panel.answer_report()
    assert REFERENCE.match(panel.reference())


def test_ending_the_chat_clears_it_from_the_screen_and_a_new_one_can_be_started(panel: Panel) -> None:
    panel.say("hello")
    expect(panel.messages("bot")).to_have_count(2)
    panel.press("End chat")
    panel.press("Yes, end chat")
    expect(panel.messages("resident")).to_have_count(0)
    expect(panel.root.get_by_text("This chat has ended.")).to_be_visible()
    panel.press("Start a new chat")
    expect(panel.messages("bot")).to_have_count(1)


def test_a_conversation_is_deleted_after_a_second_question_and_a_new_one_can_be_started(
    panel: Panel, site: Site
) -> None:
    words = f"my bin was not emptied, call me on {PHONE}"
    panel.say(words)
    expect(panel.messages("bot")).to_have_count(2)
    session = panel.page.evaluate("JSON.parse(sessionStorage.getItem('reeve:chat')).session.id")
    panel.press("Delete this conversation")
    panel.press("No, keep it")
    expect(panel.messages("resident")).to_have_count(1)
    panel.press("Delete this conversation")
    panel.press("Yes, delete it")
    expect(panel.root.get_by_text("Your conversation was deleted.")).to_be_visible()
    expect(panel.messages("resident")).to_have_count(0)
    assert site.rows("select 1 from conversation where id = %s", session) == []
    panel.press("Start a new chat")
    expect(panel.messages("bot")).to_have_count(1)


def test_in_danger_the_numbers_are_shown_though_no_chat_could_be_started(page: Page) -> None:
    page.route(re.compile(r"/api/v1/conversations$"), lambda route: route.fulfill(status=429, json={"detail": "Wait."}))
    page.goto("/")
    panel = Panel(page)
    panel.root.get_by_role("button", name="Ask us").click()
    panel.box.fill("there is a fire in my flat and I cannot get out")
    panel.press("Send")
    expect(panel.log.get_by_role("link", name="Call 999").first).to_be_visible()


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    panel = Panel(page)
    launcher = panel.root.get_by_role("button", name="Ask us")
    for _ in range(80):
        page.keyboard.press("Tab")
        if launcher.evaluate("node => node.getRootNode().activeElement === node"):
            break
    expect(launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.box).to_be_focused()
    page.keyboard.type("my bin wasn't emptied")
    page.keyboard.press("Enter")
    report = panel.root.get_by_role("button", name="Report this now")
    expect(report).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if report.evaluate("node => node.getRootNode().activeElement === node"):
            break
    expect(report).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.messages("bot").last).to_contain_text("Which address was missed?")
    expect(panel.box).to_be_focused()
    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()
    expect(panel.dialog).to_be_hidden()


def test_a_person_takes_over_replies_live_reveals_on_record_and_hands_back(
    panel: Panel, other_context: BrowserContext, site: Site
) -> None:
    panel.say(f"my bin wasn't emptied, my phone number is {PHONE}")
    expect(panel.messages("bot")).to_have_count(2)
    panel.say("I want to talk to a person")
    reference = panel.reference()
    expect(panel.root.get_by_text("We are finding someone to talk to you")).to_be_visible()

    desk = DeskPage(other_context, site)
    desk.open_case(reference)
    desk.press("Claim this case")
    expect(panel.messages("system").last).to_have_text(re.compile("Sam Okoro from Waste and recycling has joined"))
    expect(panel.root.get_by_text("You are talking to")).to_be_visible()

    bot_messages = panel.messages("bot").count()
    desk.page.get_by_label("Reply to the resident").fill("I am **looking** at your round now.")
    desk.press("Send reply")
    expect(panel.messages("staff")).to_contain_text(["I am looking at your round now."])
    expect(panel.messages("staff").locator("strong")).to_have_text("looking")
    expect(panel.root.get_by_text("You are talking to Sam Okoro from Waste and recycling.")).to_be_visible()
    panel.say("thank you, when does the crew come?")
    expect(panel.messages("resident").last.locator(".state")).to_have_count(0)
    desk.page.reload()
    expect(desk.page.locator(".transcript")).to_contain_text("when does the crew come?")
    assert panel.messages("bot").count() == bot_messages

    desk.page.get_by_label("Detail").select_option(label="Phone number 1")
    desk.page.get_by_label("Why you need it").fill("To tell the crew whom to call")
    desk.press("Show it once")
    expect(desk.page.locator("#revealed")).to_contain_text(PHONE)
    desk.page.goto(f"/staff/audit?about=case {reference}")
    expect(desk.page.get_by_role("row").nth(1)).to_contain_text("Value revealed")
    expect(desk.page.get_by_role("row").nth(1)).to_contain_text(desk.username)
    expect(desk.page.get_by_role("main")).not_to_contain_text("900461")

    desk.open_case(reference)
    desk.press("Hand back to the assistant")
    expect(panel.messages("system").last).to_contain_text("You are talking to our assistant again")
    panel.say("my bin wasn't emptied")
    expect(panel.messages("bot")).to_have_count(bot_messages + 1)
