"""The pay page and the outbox as people meet them: without scripts, at WCAG's narrowest width, and for axe."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage

if TYPE_CHECKING:
    from tests.conftest import Site

PAYMENT = """insert into payment (id, reference, pence, description, return_path, provider, state, created_at)
             values (%s, %s, 3350, 'Bulky waste collection', '/services/bulky-waste', %s, 'created', now())"""
NOTICE = """insert into notice (id, key, kind, reference, conversation_id, channel, recipient, facts, state, reason,
                                attempts, doubtful, due_at, give_up_at, created_at)
            values (gen_random_uuid(), %s, 'confirmation', 'NB-OUT', %s, 'email', '<EMAIL_ADDRESS_1>',
                    '{"service": "Bulky waste", "reference": "NB-OUT", "name": "<PERSON_1>"}', %s, %s,
                    1, false, now(), now(), now())"""


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def connection(site: Site) -> Iterator[psycopg.Connection]:
    """The site's database; what a test put there is gone afterwards."""
    with psycopg.connect(site.parts.database.url, autocommit=True) as made:
        yield made
        made.execute("delete from payment where reference like 'PAGE-%'")
        made.execute("delete from notice where reference = 'NB-OUT'")


def payment(connection: psycopg.Connection, provider: str) -> str:
    """The page of a payment that was just begun."""
    payment_id = secrets.token_urlsafe(18)
    connection.execute(PAYMENT, (payment_id, f"PAGE-{payment_id[:8]}", provider))
    return f"/pay/{payment_id}"


def test_a_payment_is_shown_made_and_led_back_from_without_scripts(plain: Page, connection: psycopg.Connection) -> None:
    plain.goto(payment(connection, "demonstration"))
    expect(plain.get_by_text("This is a demonstration. No money is taken")).to_be_visible()
    plain.get_by_role("button", name="Pretend to pay £33.50").click()
    expect(plain).to_have_url(re.compile("/services/bulky-waste$"))


def test_the_pay_page_in_each_of_its_states(page: Page, connection: psycopg.Connection) -> None:
    page.goto(payment(connection, "govuk_pay"))
    expect(page.get_by_role("button", name="Continue to pay £33.50")).to_be_visible()
    check(page)
    page.goto(payment(connection, "demonstration"))
    check(page)
    page.get_by_role("button", name="Pretend that it fails").click()
    expect(page.get_by_role("heading", name="Your payment did not go through")).to_be_visible()
    check(page)


def test_the_outbox(other_context: BrowserContext, site: Site, connection: psycopg.Connection) -> None:
    conversation = connection.execute(
        """insert into conversation (id, token_digest, owner, dialogue, created_at, updated_at)
           values (gen_random_uuid(), 'x', 'closed', '[]', now(), now()) returning id"""
    ).fetchone()
    assert conversation is not None
    for state, reason in (("bounced", "permanent-failure"), ("waiting", None)):
        connection.execute(NOTICE, (secrets.token_hex(8), conversation[0], state, reason))
    desk = DeskPage(other_context, site)
    desk.page.goto("/staff/outbox?reference=NB-OUT")
    desk.page.get_by_text("Read").first.click()
    expect(desk.page.get_by_text("Hello [name 1 hidden],").first).to_be_visible()
    check(desk.page)
    desk.page.get_by_role("button", name=re.compile("Send again")).click()
    expect(desk.page.get_by_text("The notice is queued")).to_be_visible()
    check(desk.page)
