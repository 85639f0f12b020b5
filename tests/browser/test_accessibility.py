"""Every page and every state of the panel against WCAG 2.2 AA, as far as a machine can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser.accessibility import check, faults, sideways, violations
from tests.support.browser.every_page import BY_HAND, CRISIS, OTHER_THAN_200, Seeds, cookies, pages, seeded, shows_page
from tests.support.browser.panel import DeskPage, Panel
from tests.support.journeys.caseworker import PASSWORD, Caseworker
from tests.support.journeys.routes import routes

if TYPE_CHECKING:
    from tests.conftest import Site


@pytest.fixture(scope="module")
def worker(site: Site) -> Iterator[Caseworker]:
    """An administrator."""
    with site.client() as client:
        yield Caseworker(site, client)


@pytest.fixture(scope="module")
def seeds(site: Site, worker: Caseworker) -> Iterator[Seeds]:
    """Something to see on every page."""
    with psycopg.connect(site.parts.database.url, autocommit=True) as connection:
        yield seeded(site, worker, connection)
        connection.execute("delete from payment where reference like 'NB-WALK-%'")
        connection.execute("delete from kb_import_run where started_by = 'walk'")
        connection.execute("delete from kb_version where note = 'A walk over every page'")


def test_every_page_is_in_the_walk(site: Site, seeds: Seeds) -> None:
    there = {path for method, path, _ in routes(site) if method == "GET" and shows_page(path)}
    assert there == pages(seeds).keys() | BY_HAND, "a new page needs a line in every_page.py"


def test_no_page_has_a_violation(context: BrowserContext, site: Site, worker: Caseworker, seeds: Seeds) -> None:
    context.add_cookies(cookies(worker.client, site))
    page, wrong = context.new_page(), {}
    for route, addresses in pages(seeds).items():
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None and "text/html" in answer.headers["content-type"], address
            status = OTHER_THAN_200.get(address.rpartition("/")[2], 200)
            found = faults(page)
            if answer.status != status:
                found.append(f"answers with status {answer.status}")
            if found:
                wrong[f"{route} as {address}"] = found
    assert wrong == {}


def test_the_pages_on_the_way_in(page: Page, other_context: BrowserContext, site: Site) -> None:
    desk = DeskPage(other_context, site)
    desk.page.goto("/staff/second-factor")
    desk.press("Set up codes")
    check(desk.page)
    app = pyotp.TOTP(desk.page.locator("#key").inner_text().replace(" ", ""))
    desk.page.get_by_role("textbox", name="Code").fill("000000")
    desk.press("Turn codes on")
    expect(desk.page.locator("#code-error")).to_be_visible()
    check(desk.page)
    desk.page.get_by_role("textbox", name="Code").fill(app.now())
    desk.press("Turn codes on")
    expect(desk.page.locator("#recovery-codes")).to_be_visible()
    check(desk.page)
    page.goto("/staff")
    check(page)
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check(page)
    page.get_by_label("Username").fill(desk.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_visible()
    check(page)


@pytest.mark.parametrize("text", ["my bin wasn't emptied", CRISIS, "Talk to someone"])
def test_the_chat_page_with_an_answer(page: Page, text: str) -> None:
    page.goto("/chat")
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".transcript__item--bot").last).to_be_visible()
    check(page)


def test_the_chat_page_with_an_error(page: Page) -> None:
    page.goto("/chat")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#text-error")).to_be_visible()
    check(page)


@pytest.mark.parametrize(
    ("text", "shown"), [("my bin wasn't emptied", ".source"), (CRISIS, ".card"), ("Talk to someone", ".case")]
)
def test_the_open_panel(page: Page, text: str, shown: str) -> None:
    panel = Panel(page)
    panel.open()
    panel.say(text)
    expect(panel.log.locator(shown).first).to_be_visible()
    check(page)


def test_the_panel_covers_a_phone_and_takes_the_focus(browser: Browser, site: Site) -> None:
    phone = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 568}, has_touch=True)
    phone.set_default_timeout(20_000)
    panel = Panel(phone.new_page())
    panel.open()
    panel.say("my bin wasn't emptied")
    expect(panel.messages("bot")).to_have_count(2)
    box = panel.dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    assert sideways(panel.page) == 0
    assert violations(panel.page) == []
    phone.close()


def test_a_case_with_an_error_in_its_reply(other_context: BrowserContext, site: Site, seeds: Seeds) -> None:
    desk = DeskPage(other_context, site)
    desk.open_case(seeds.opened)
    desk.press("Claim this case")
    check(desk.page)
    desk.press("Send reply")
    expect(desk.page.locator("#text-error")).to_be_visible()
    check(desk.page)
