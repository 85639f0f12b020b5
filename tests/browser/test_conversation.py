"""Whole conversations in the panel: asked back, in a form, in danger, out of patience, in another language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.panel import DeskPage, Panel

if TYPE_CHECKING:
    from tests.conftest import Site

SOFA = "I want an old settee taking away"
TWO_NEEDS = "can u collect an old bed and also what time is the tip open sat for the small stuff"
FIRE = "there is a fire in my flat and I cannot get out"
ABUSE = "my husband hits me and I am scared to go home"
CASES = 'select reference, priority, reason, summary from "case" where conversation_id = %s order by created_at'


@pytest.fixture
def panel(page: Page) -> Panel:
    """The chat, open on the home page."""
    made = Panel(page)
    made.open()
    return made


def conversation(panel: Panel) -> object:
    return panel.page.evaluate("JSON.parse(sessionStorage.getItem('reeve:chat')).session.id")


def test_the_bot_asks_which_and_answers_what_was_pressed_and_what_is_asked_after_it(panel: Panel) -> None:
    panel.say("parking")
    asked = panel.messages("bot").nth(1)
    expect(asked).to_contain_text("Which of these is it?")
    buttons = asked.get_by_role("button")
    assert 2 <= buttons.count() <= 3
    buttons.nth(1).click()
    answer = panel.messages("bot").nth(2)
    expect(answer.locator("a[href*='/services/']").first).to_be_visible()
    expect(answer).to_contain_text("Checked on")


def test_follow_ups_are_about_the_service_in_hand(panel: Panel) -> None:
    panel.say(SOFA)
    expect(panel.messages("bot").nth(1).locator("a[href*='/services/bulky-waste']").first).to_be_visible()
    panel.say("how much is it?")
    expect(panel.messages("bot").nth(2)).to_contain_text("£30")
    panel.say("what about Saturdays")
    expect(panel.messages("bot").nth(3).locator("a[href*='/services/bulky-waste']").first).to_be_visible()


def test_of_two_needs_the_second_is_offered_and_taken_with_a_yes(panel: Panel) -> None:
    panel.say(TWO_NEEDS)
    expect(panel.messages("bot").nth(1).locator("a[href*='/services/bulky-waste']").first).to_be_visible()
    expect(panel.messages("bot").nth(2)).to_contain_text("You also asked about")
    panel.say("yes please")
    expect(panel.messages("bot").nth(3).locator("a[href*='/services/recycling-centre']").first).to_be_visible()


def test_in_danger_a_form_waits_behind_the_card_and_goes_on(panel: Panel, site: Site) -> None:
    panel.say("I want to book a bulky waste collection for two mattresses")
    expect(panel.messages("bot").last).to_contain_text("from your own home")
    panel.say(FIRE)
    expect(panel.log.get_by_role("link", name="Call 999").first).to_be_visible()
    expect(panel.messages("bot").last).to_contain_text("I have kept what you told me")
    assert [(row[1], str(row[2]).startswith("crisis_")) for row in site.rows(CASES, conversation(panel))] == [
        ("urgent", True)
    ]
    panel.press("Yes")
    expect(panel.messages("bot").last).to_contain_text("Housing Benefit")
    panel.say("change the items to one sofa")
    expect(panel.messages("bot").last).to_contain_text("1 × Sofa")


def test_whoever_is_not_safe_at_home_can_leave_the_page_in_one_step(panel: Panel) -> None:
    panel.page.context.route(
        re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="<title>Elsewhere</title>")
    )
    panel.say("report a pothole")
    expect(panel.messages("bot").last).to_contain_text("What is wrong with the road?")
    panel.say(ABUSE)
    expect(panel.dialog.locator(".head").get_by_role("button", name="Leave this page")).to_be_visible()
    panel.log.get_by_role("button", name="Leave this page").click()
    expect(panel.page).not_to_have_url(re.compile(r"127\.0\.0\.1"))
    panel.page.goto("/")
    panel.root.get_by_role("button", name="Ask us").click()
    expect(panel.messages("bot").first).to_contain_text("a computer program")
    expect(panel.messages("resident")).to_have_count(0)


def test_out_of_patience_a_resident_gets_a_person_who_sees_what_it_was_about(
    panel: Panel, other_context: BrowserContext, site: Site
) -> None:
    panel.say("book a bulky waste collection for two mattresses")
    expect(panel.messages("bot").last).to_contain_text("from your own home")
    panel.say("this is useless")
    reference = panel.reference()
    desk = DeskPage(other_context, site)
    desk.open_case(reference)
    main = desk.page.get_by_role("main")
    expect(main).to_contain_text("Form half filled")
    expect(main).to_contain_text("Items: 2 × Mattress")
    expect(main).to_contain_text("this is useless")


def test_a_form_that_gets_no_answer_ends_with_a_person_and_one_that_was_stopped_goes_on(panel: Panel) -> None:
    panel.say("report a pothole")
    expect(panel.messages("bot").last).to_contain_text("What is wrong with the road?")
    panel.say("stop")
    panel.press("Go on after all")
    expect(panel.messages("bot").last).to_contain_text("Back to where we were.")
    replies = panel.messages("bot").count()
    for number, words in enumerate(("on my road", "dunno", "massive"), start=1):
        panel.say(words)
        expect(panel.messages("bot")).to_have_count(replies + number)
    expect(panel.messages("bot").last).to_contain_text("not getting any further")
    assert panel.reference()


def test_polish_is_answered_in_polish_and_goes_to_a_person(panel: Panel, site: Site) -> None:
    panel.say("Nie odebrali moich śmieci w poniedziałek")
    expect(panel.log.locator("[lang=pl]")).to_contain_text("tłumacza")
    assert [row[2] for row in site.rows(CASES, conversation(panel))] == ["language_pl"]


def test_who_wrote_in_welsh_is_told_that_a_form_asks_in_english(panel: Panel, site: Site) -> None:
    panel.say("Ni chafodd fy min ei gasglu ddydd Llun")
    expect(panel.log.locator("[lang=cy]")).to_contain_text("siaradwr Cymraeg")
    panel.say("I want to report a missed bin")
    expect(panel.log.locator("[lang=cy]").last).to_contain_text("Mae'r cwestiynau hyn yn Saesneg")
    panel.press("Siarad â rhywun")
    expect(panel.messages("bot").last).to_contain_text("Waste and recycling")
    assert {row[2] for row in site.rows(CASES, conversation(panel))} == {"language_cy"}


def test_the_card_is_in_sight_though_the_panel_is_full_of_what_waiting_brings(panel: Panel) -> None:
    panel.say(ABUSE)
    card = panel.log.locator(".card h3")
    expect(panel.root.get_by_text("We are finding someone to talk to you")).to_be_visible()
    expect(card).to_be_in_viewport(ratio=1)


def test_news_does_not_take_away_the_question_whether_to_end(
    panel: Panel, site: Site, other_context: BrowserContext
) -> None:
    panel.press("Talk to someone")
    reference = panel.reference()
    panel.press("End chat")
    desk = DeskPage(other_context, site)
    desk.open_case(reference)
    desk.press("Claim this case")
    expect(panel.messages("system").last).to_contain_text("has joined")
    panel.press("Yes, end chat")
    expect(panel.root.get_by_role("group", name="How did it go?")).to_be_visible()
