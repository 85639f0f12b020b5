"""Abuse is bounded, in plain words; whoever tells of danger is always let through."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import httpx
import pytest

from api.assistant import Assistant
from api.settings import Settings
from tests.support.journeys.conversation import Resident, replies
from tests.support.journeys.served import served

HEADER = "X-Client-Address"
CRISIS = "my husband hits me and I am afraid he will kill me"
MOST = 3


@pytest.fixture(scope="module")
def limited_url(settings: Settings, assistant: Assistant) -> Iterator[str]:
    """A site behind a proxy that lets little through."""
    limits = {"limit_conversations": MOST, "limit_messages": 5, "limit_messages_per_conversation": MOST}
    with served(settings, assistant, client_address_header=HEADER, **limits) as parts:
        yield parts.settings.public_url


@pytest.fixture
def visitor(limited_url: str) -> Iterator[httpx.Client]:
    """Somebody at an address that nobody else has."""
    address = f"2001:db8:{secrets.randbelow(65_536):x}:{secrets.randbelow(65_536):x}::1"
    with httpx.Client(base_url=limited_url, headers={HEADER: address}, timeout=20) as made:
        yield made


def refused(response: httpx.Response) -> None:
    """It must say in plain words when to try again, and whom to call."""
    assert response.status_code == 429, response.text
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["content-type"] == "application/problem+json"
    assert set(response.json()) == {"type", "title", "status", "detail", "code"}
    assert response.json()["code"] == "too_many_requests"
    assert "Please wait" in response.json()["detail"] and "call 999" in response.json()["detail"]


def exhaust(visitor: httpx.Client) -> None:
    """Starts as many conversations as one may."""
    while visitor.post("/api/v1/conversations").status_code == 201:
        pass


def test_a_conversation_takes_so_many_messages_and_then_asks_for_patience(visitor: httpx.Client) -> None:
    resident = Resident(visitor)
    assert [resident.post("hello").status_code for _ in range(MOST)] == [200] * MOST
    refused(resident.post("hello"))
    assert len(resident.transcript()["messages"]) == 1 + 2 * MOST, "what was refused was not kept"


def test_words_that_tell_of_danger_pass_every_limit_and_reach_the_team(visitor: httpx.Client) -> None:
    resident = Resident(visitor)
    for _ in range(MOST):
        resident.post("hello")
    refused(resident.post("hello"))
    for _ in range(3):
        turn = resident.say(CRISIS)
        assert turn["outcome"] == "urgent"
        assert replies(turn)[0]["card"] and replies(turn)[0]["case"]["reference"]


def test_an_address_sends_so_many_messages_whatever_conversation_they_are_for(visitor: httpx.Client) -> None:
    residents = [Resident(visitor), Resident(visitor)]
    answers = [resident.post("hello").status_code for resident in residents for _ in range(MOST)]
    assert answers == [200] * 5 + [429]


def test_whoever_may_start_no_more_conversations_is_still_helped_in_danger(visitor: httpx.Client) -> None:
    exhaust(visitor)
    refused(visitor.post("/api/v1/conversations"))
    (shown,) = visitor.post("/api/v1/conversations/help", json={"text": CRISIS}).raise_for_status().json()["messages"]
    assert shown["card"]["leave_page"] and shown["id"] == 0
    assert visitor.post("/api/v1/conversations/help", json={"text": "my bin"}).json() == {"messages": []}


def test_without_javascript_the_page_explains_it_and_keeps_what_was_written(visitor: httpx.Client) -> None:
    exhaust(visitor)
    answer = visitor.post("/chat", data={"text": "my bin was not emptied"})
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0
    assert "Please wait" in answer.text and "my bin was not emptied</textarea>" in answer.text


def test_without_javascript_words_that_tell_of_danger_are_taken_too(visitor: httpx.Client) -> None:
    exhaust(visitor)
    assert visitor.post("/chat", data={"text": CRISIS}).status_code == 303
    assert 'class="crisis"' in visitor.get("/chat").text


def test_another_address_is_not_held_up_and_no_other_header_makes_one_another(
    visitor: httpx.Client, limited_url: str
) -> None:
    exhaust(visitor)
    refused(visitor.post("/api/v1/conversations", headers={"X-Forwarded-For": "192.0.2.77"}))
    with httpx.Client(base_url=limited_url, headers={HEADER: f"198.51.100.{secrets.randbelow(256)}"}) as other:
        other.post("/api/v1/conversations").raise_for_status()


def test_no_address_is_in_the_database(visitor: httpx.Client, limited_url: str, settings: Settings) -> None:
    from tests.support.journeys.canary import columns

    exhaust(visitor)
    address = visitor.headers[HEADER]
    found = [where for where, text in columns(str(settings.database_url)) if address in text]
    assert found == []
