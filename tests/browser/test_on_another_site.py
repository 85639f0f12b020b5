"""The chat on a site that is not the council's; and what the panel has for choosing an address and taking a copy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from api.pages.publication.live import Banner
from tests.support.browser.panel import Panel

if TYPE_CHECKING:
    from tests.conftest import Site

FLOOD = "Mill Lane is flooded. Stay away from the river."
ELSEWHERE = """<!doctype html><html lang="en"><title>A library</title><h1>A library</h1>
<script type="module" src="{url}/widget/reeve-chat.js"></script></html>"""
STRICT = (  # as docs/security.md tells an embedding site
    "default-src 'none'; script-src {url}; connect-src {url};"
    " require-trusted-types-for 'script'; trusted-types dompurify"
)


@pytest.fixture
def library(site: Site) -> Iterator[str]:
    """The address of another, strict site, with the chat in its page; the council lets it."""

    class Library(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = ELSEWHERE.format(url=site.url).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", STRICT.format(url=site.url))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Library)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    site.parts.settings.allowed_origins.append(address)
    yield address
    site.parts.settings.allowed_origins.remove(address)
    server.shutdown()
    server.server_close()


@pytest.fixture
def flood(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The council has published an emergency banner."""
    shown = Banner(FLOOD, "/services/flooding", datetime(2026, 1, 1, tzinfo=UTC), None)
    monkeypatch.setitem(site.parts.assistant.live.edition.__dict__, "banners", (shown,))


@pytest.mark.usefixtures("flood")
def test_the_councils_banner_is_in_the_panel_on_another_site_and_on_its_own_page_above_it(
    page: Page, site: Site, library: str
) -> None:
    panel = Panel(page)
    panel.open(library)
    notice = panel.root.locator(".notice")
    expect(notice).to_contain_text(f"Important: {FLOOD}")
    expect(notice).to_have_attribute("role", "status")
    expect(notice.get_by_role("link", name="Find out more")).to_have_attribute("href", f"{site.url}/services/flooding")
    answer = page.request.get(f"{site.url}/api/v1/banner")
    assert answer.headers["cache-control"] == "public, max-age=60"
    panel.say("my bin was not emptied")
    expect(panel.messages("bot").nth(1).locator(".prose")).to_be_visible()  # though the page trusts no other markup
    panel.open("/")
    expect(page.get_by_role("region", name="Important")).to_contain_text(FLOOD)
    expect(panel.root.locator(".notice")).to_be_empty()


def test_an_address_is_chosen_from_a_list_and_a_copy_is_sent(page: Page, site: Site) -> None:
    panel = Panel(page)
    panel.open()
    for words in ("I want to book a bulky waste collection for a sofa", "yes", "no", "NB1 2AB"):
        before = panel.messages("bot").count()
        panel.say(words)
        expect(panel.messages("bot")).to_have_count(before + 1)
    homes = panel.root.get_by_label("Choose your address", exact=True)
    homes.select_option(label="Flat 3, 14 Mill Lane, Northbridge, NB1 2AB")
    panel.press("Use this address")
    expect(panel.messages("bot").last).to_contain_text("You chose “Flat 3, 14 Mill Lane, Northbridge, NB1 2AB”")

    panel.root.get_by_text("Email me a copy").click()
    panel.root.get_by_label("Your email address").fill("nobody")
    panel.press("Send the copy")
    expect(panel.root.locator(".copying").get_by_role("alert")).to_contain_text("Enter the email address in full")
    panel.root.get_by_label("Your email address").fill("zaqwyx@example.org")
    panel.press("Send the copy")
    expect(panel.root.locator(".copying").get_by_role("status")).to_contain_text("We are sending the copy")
    conversation = page.evaluate("JSON.parse(sessionStorage.getItem('reeve:chat')).session.id")
    assert site.rows("select kind from notice where conversation_id = %s", conversation) == [("transcript",)]

    panel.press("End chat")
    panel.press("Yes, end chat")
    rating = panel.root.locator(".rating")
    expect(rating.get_by_role("group", name="How did it go?")).to_be_visible()
    expect(rating.get_by_role("button", name="Send rating")).to_be_in_viewport()
    expect(panel.root.get_by_role("status").filter(has_text="Please tell us how it went.")).to_have_count(1)


def test_after_words_of_abuse_the_panel_asks_first_and_welsh_is_asked_in_welsh(page: Page, site: Site) -> None:
    panel = Panel(page)
    panel.open()
    panel.say("my husband hits me and I am scared to go home")
    expect(panel.log.locator(".card")).to_be_visible()
    panel.root.get_by_text("Email me a copy").click()
    panel.root.get_by_label("Your email address").fill("zaqwyx@example.org")
    panel.press("Send the copy")
    safe = panel.root.get_by_label("It is safe: nobody else reads what is sent to this address")
    expect(safe).to_be_focused()
    conversation = page.evaluate("JSON.parse(sessionStorage.getItem('reeve:chat')).session.id")
    assert site.rows("select count(*) from notice where conversation_id = %s", conversation) == [(0,)]
    safe.check()
    panel.press("Send the copy")
    expect(panel.root.locator(".copying").get_by_role("status")).to_contain_text("We are sending the copy")

    before = panel.messages("bot").count()
    panel.say("Mae fy min heb gael ei wagio a hoffwn siarad â rhywun yn Gymraeg")
    expect(panel.messages("bot").nth(before)).to_be_visible()
    panel.press("End chat")
    panel.press("Yes, end chat")
    rating = panel.root.locator(".rating")
    expect(rating.get_by_role("group", name="Sut aeth pethau?")).to_be_visible()
    expect(rating).to_have_attribute("lang", "cy")
