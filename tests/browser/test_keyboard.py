"""A resident and a caseworker without a mouse, from the first question to the rating; and the desk that rings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.every_page import CRISIS
from tests.support.browser.keyboard import press, reach, write
from tests.support.browser.panel import DeskPage, Panel
from tests.support.journeys.caseworker import PASSWORD, Caseworker

if TYPE_CHECKING:
    from tests.conftest import Site

COUNT_TONES = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (at) { window.tones += 1; start.call(this, at); };
"""


def comes_next(site: Site, reference: str, username: str) -> None:
    """The case was passed to this person: other tests leave cases that would come first."""
    mine = 'update "case" set assigned_to = (select id from staff_member where username = %s) where reference = %s'
    with psycopg.connect(site.parts.database.url, autocommit=True) as connection:
        connection.execute(mine, (username, reference))


def sign_in(page: Page, username: str) -> None:
    """From the sign-in page to the queue."""
    page.goto("/staff")
    write(page, "Username", username)
    write(page, "Password", PASSWORD, "input[password]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cases", exact=True)).to_be_visible()


def test_a_question_becomes_a_case_and_is_closed_and_rated_without_a_mouse(
    page: Page, other_context: BrowserContext, site: Site
) -> None:
    with site.client() as client:
        username = Caseworker(site, client).username
    panel, desk = Panel(page), other_context.new_page()
    page.goto("/services/missed-bin")
    press(page, "Ask us")
    expect(panel.messages("bot").first).to_contain_text("a computer program")
    write(page, "Your message", "my bin was not emptied", "textarea")
    press(page, "Send")
    expect(panel.messages("bot").nth(1)).to_be_visible()
    press(page, "Talk to someone")
    reference = panel.reference()
    comes_next(site, reference, username)

    sign_in(desk, username)
    press(desk, "Next case")
    expect(desk.get_by_role("heading", name=f"Case {reference}")).to_be_visible()
    write(desk, "Reply to the resident", "Hello, I am looking into it.", "textarea")
    press(desk, "Send reply")
    expect(desk.get_by_text("Your reply was sent.")).to_be_visible()
    expect(panel.messages("staff")).to_have_count(1)
    press(desk, "Note among staff", "summary")
    write(desk, "Note", "The lid is broken.", "textarea")
    press(desk, "Save the note")
    expect(desk.get_by_text("The note was saved.")).to_be_visible()
    expect(desk.locator("#messages")).to_contain_text("The lid is broken.")
    press(desk, "Hand back to the assistant")
    expect(panel.messages("system").last).to_contain_text("our assistant again")
    expect(desk.get_by_text("You handed this case back.")).to_be_visible()
    press(desk, "Claim this case")
    expect(desk.get_by_label("Reply to the resident")).to_be_visible()
    press(desk, "Close this case", "summary")
    reach(desk, "End the chat too, instead of leaving the resident with the assistant", "input[checkbox]")
    desk.keyboard.press("Space")
    press(desk, "Close this case")
    expect(desk.get_by_text("The case is closed.")).to_be_visible()

    expect(panel.root.locator(".rating")).to_be_visible()
    reach(page, "Very good", "input[radio]")
    page.keyboard.press("Space")
    press(page, "Send rating")
    expect(panel.root.locator(".rating")).to_contain_text("Thank you")
    expect(panel.root.get_by_text(f"start a new chat and give your reference {reference}")).to_be_visible()
    reach(page, "Start a new chat")
    page.keyboard.press("Escape")  # out of the panel, back to what opened it
    expect(panel.dialog).to_be_hidden()
    expect(panel.root.get_by_role("button", name="Ask us")).to_be_focused()


def test_the_desk_rings_aloud_for_whoever_switched_it_on_and_the_choice_is_kept(
    page: Page, other_context: BrowserContext, site: Site
) -> None:
    desk = DeskPage(other_context, site)
    other_context.add_init_script(COUNT_TONES)
    at, state = desk.page, desk.page.locator("#sound [role=status]")
    at.goto("/staff/cases")
    press(at, "Ring aloud for urgent cases")
    expect(state).to_have_text("This page rings aloud.")
    at.reload()
    expect(at.get_by_role("button", name="Ring aloud")).to_have_attribute("aria-pressed", "true")
    at.keyboard.press("Tab")
    expect(state).to_have_text("This page rings aloud.")
    rings = """select reference from ring join "case" using (reference)
        where answered_at is null and status <> 'closed'"""
    for (reference,) in site.rows(rings):
        at.goto(f"/staff/cases?done={reference}")
        desk.press(f"I am dealing with {reference}")
    at.goto("/staff/cases")
    expect(at.locator("#rings")).to_be_empty()
    at.keyboard.press("Tab")
    expect(state).to_have_text("This page rings aloud.")
    assert at.evaluate("window.tones") == 0
    panel = Panel(page)
    panel.open()
    panel.say(CRISIS)
    expect(at.get_by_role("alert")).to_contain_text("needs somebody now")
    at.wait_for_function("window.tones >= 3")
    at.get_by_role("button", name=re.compile("I am dealing with")).click()
    at.goto("/staff/cases")
    press(at, "Ring aloud for urgent cases")
    expect(state).to_be_empty()
