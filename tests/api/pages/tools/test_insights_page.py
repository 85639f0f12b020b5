"""Insights over HTTP, from what residents really asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from api.pages.tools.insights import grouped
from api.pages.tools.insights_repository import AskedQuestion
from tests.support.journeys.conversation import Resident
from tests.support.pages.staffed import as_staff

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.support.pages.staffed import Visitor

PAGE = "/staff/knowledge/insights"


@pytest.fixture
def admin(site: Site) -> Iterator[Visitor]:
    with as_staff(site, "admin") as visitor:
        yield visitor


def test_a_question_with_no_page_leads_to_a_new_one_without_personal_details(
    admin: Visitor, client: httpx.Client
) -> None:
    resident = Resident(client)
    asked = resident.post("I am Grace Hopper. Which wombat won the chess world cup in 1986?").json()
    assert asked["outcome"] == "out_of_scope", asked
    shown = admin.get(PAGE).text
    assert "chess world cup" in shown and "Grace Hopper" not in shown
    (address,) = set(re.findall(r'"(/staff/pages/new\?title=[^"]*chess[^"]*)"', shown))
    assert "chess world cup" in admin.get(address).text


def test_a_page_that_answered_is_no_longer_among_those_nobody_finds(admin: Visitor, client: httpx.Client) -> None:
    link = 'href="/staff/pages/missed-bin"'
    resident = Resident(client)
    asked = resident.post("my bin was not emptied").json()
    assert asked["outcome"] == "answered", asked
    urls = {message["link"]["url"] for message in asked["messages"] if message.get("link")}
    shown = admin.get(PAGE).text
    assert all(f'href="/staff/pages/{url.rpartition("/")[2]}"' not in shown for url in urls)
    assert link in shown or "/services/missed-bin" in urls


def test_questions_alike_are_one_line(site: Site) -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    texts = ["can I keep a llama?", "Can I keep a llama", "am I allowed to keep a llama", "who mends clocks"]
    found = grouped([AskedQuestion(text, at, "out_of_scope") for text in texts], site.parts.assistant.encoder)
    assert [question.times for question in found] == [3, 1]
    assert found[0].title == "Can I keep a llama?"


def test_agents_do_not_see_it(site: Site) -> None:
    with as_staff(site, "agent") as agent:
        assert agent.get(PAGE).status_code == 403
