"""What staff publish is what residents read: on the page and in the chat, at once, on every replica."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import httpx
import pytest

from api.assistant import Assistant
from api.kernel.permissions import Member
from api.pages.editing.sources import PageDraft, draft_from
from api.pages.publication.live import LivePages
from api.parts import Parts
from api.settings import Role, Settings
from api.wiring import make_parts
from tests.support.journeys.conversation import Resident, choices, replies

if TYPE_CHECKING:
    from tests.conftest import Site

WRITER = Member(901, "kb-writer", "Writer", Role.ADMIN)
PUBLISHER = Member(902, "kb-publisher", "Publisher", Role.ADMIN)
PAGE, STANDS_IN = "allotments", "parks"
QUESTION = "How much does an allotment cost?"
NEWS = "From today a plot at any of our allotment sites costs £77 a year."
CALL = "Call our allotment officer on 01632 960555."
PROMISED_SECONDS = 2.0


@dataclass(frozen=True)
class FormBackend:
    """Another replica, where staff work."""

    parts: Parts

    async def say(self, **changed: str) -> None:
        """Publishes the page with other words."""
        versions = (await self.parts.knowledge.history(WRITER, PAGE)).versions
        draft: PageDraft = replace(draft_from(versions[-1]), **changed)  # type: ignore[arg-type]
        editing, newest = self.parts.knowledge.editing, versions[0].number
        number = await editing.save(WRITER, PAGE, newest, draft)
        await editing.submit(WRITER, PAGE, number)
        await self.parts.knowledge.publishing.publish(PUBLISHER, PAGE, number)


@pytest.fixture
async def backend(
    site: Site, settings: Settings, assistant: Assistant, site_database_url: str
) -> AsyncIterator[FormBackend]:
    """A second replica over the site's database; afterwards the page says again what it said."""
    other = replace(assistant, live=LivePages(assistant.live.edition))
    made = FormBackend(make_parts(settings, other, site_database_url))
    await made.parts.replica.catch_up()
    said = site.parts.assistant.live.edition.pages[PAGE].body
    yield made
    await made.say()
    await made.parts.database.close()
    live = site.parts.assistant.live
    assert within(PROMISED_SECONDS, lambda: PAGE in live.edition.pages and live.edition.pages[PAGE].body == said)


def read(client: httpx.Client, path: str = f"/services/{PAGE}") -> httpx.Response:
    """What a resident's browser gets."""
    return client.get(path)


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true in time. It blocks: the site runs in a thread of its own."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


async def test_a_published_page_is_read_and_answered_from_at_once(
    site: Site, client: httpx.Client, backend: FormBackend
) -> None:
    assert NEWS not in read(client).text
    await backend.say(summary=NEWS, body=f"{NEWS} Everything else stays as it is.")
    assert backend.parts.assistant.live.edition.pages[PAGE].summary == NEWS
    assert within(PROMISED_SECONDS, lambda: NEWS in read(client).text)
    turn = Resident(client).say(QUESTION)
    assert turn["outcome"] == "answered"
    assert "£77" in replies(turn)[0]["text"]


async def test_a_line_that_a_page_publishes_is_nobodys_secret(
    site: Site, client: httpx.Client, backend: FormBackend
) -> None:
    def kept() -> str:
        turn = Resident(client).say("Is 01632 960555 the number to ring about allotments?")
        return str(turn["messages"][0]["text"])

    assert "960555" not in kept()
    await backend.say(body=f"{NEWS} {CALL}")
    assert within(PROMISED_SECONDS, lambda: CALL in read(client).text)
    assert "01632 960555" in kept()


async def test_a_retired_page_leads_on_and_the_bot_says_who_can_help(
    site: Site, client: httpx.Client, backend: FormBackend
) -> None:
    await backend.parts.knowledge.publishing.retire(PUBLISHER, PAGE, STANDS_IN)
    assert within(PROMISED_SECONDS, lambda: read(client).status_code == 301)
    assert read(client).headers["location"] == f"/services/{STANDS_IN}"
    assert f'href="/services/{PAGE}"' in read(client, "/services").text
    turn = Resident(client).say(QUESTION)
    assert turn["outcome"] == "clarified"
    assert "I cannot find a page of ours about that" in replies(turn)[0]["text"]
    assert choices(turn) == [f"team:{PAGE}"]
