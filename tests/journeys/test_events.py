"""Live events over a real connection: nothing lost, nothing twice, whatever happens to the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest

from tests.support.journeys.conversation import Resident
from tests.support.journeys.stream import follow

if TYPE_CHECKING:
    from tests.conftest import Site


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who has just opened the chat."""
    return Resident(client)


@pytest.fixture
def typing(site: Site, resident: Resident) -> Iterator[Resident]:
    """The same resident in another tab, so that messages are sent while the stream is open."""
    with site.client() as other:
        tab = Resident.__new__(Resident)
        tab.client, tab.id, tab.token = other, resident.id, resident.token
        yield tab


def test_what_was_said_before_and_what_is_said_now_arrives_in_order(resident: Resident, typing: Resident) -> None:
    with follow(resident) as stream:
        welcome, owner = stream.take(2)
        assert (welcome.name, welcome.data) == ("message", resident.welcome[0])
        assert (owner.name, owner.data) == ("owner", {"owner": "bot"})
        turn = typing.say("hello")
        events = stream.take(len(turn["messages"]))
    assert [event.data for event in events] == turn["messages"]
    assert [event.id for event in events] == [message["id"] for message in turn["messages"]]


def test_a_reconnect_goes_on_after_the_last_event_without_loss_or_repeat(resident: Resident, typing: Resident) -> None:
    with follow(resident) as stream:
        seen = stream.take(1)
    missed = [*typing.say("hello")["messages"], *typing.say("thanks")["messages"]]
    with follow(resident, after=seen[-1].id) as stream:
        events = stream.take(len(missed) + 1)
        later = typing.say("goodbye")["messages"]
        events += stream.take(len(later))
    assert [event.data for event in events if event.name == "message"] == [*missed, *later]


def test_the_owner_is_told_when_it_changes(resident: Resident, typing: Resident) -> None:
    with follow(resident) as stream:
        stream.take(2)
        typing.say("Talk to someone", choice="person")
        events = stream.take(3)
    assert [(event.name, event.data) for event in events if event.name == "owner"] == [("owner", {"owner": "waiting"})]


def test_the_stream_ends_when_the_conversation_does(resident: Resident, typing: Resident) -> None:
    with follow(resident) as stream:
        stream.take(2)
        typing.close()
        assert [(event.name, event.data) for event in stream] == [("owner", {"owner": "closed"})]


def test_a_stream_of_a_closed_conversation_gives_what_was_said_and_ends(resident: Resident) -> None:
    resident.say("hello")
    said = resident.close()["messages"]
    with follow(resident) as stream:
        events = list(stream)
    assert [event.data for event in events if event.name == "message"] == said
    last = [(event.name, event.data) for event in events[-2:]]
    assert sorted(last) == [("owner", {"owner": "closed"}), ("rate", {"ask": True, "lang": None})]


@pytest.mark.parametrize("token", ["another", "x" * 500, "é"])
def test_a_wrong_token_finds_no_stream(resident: Resident, token: str) -> None:
    path = f"/api/v1/conversations/{resident.id}/events"
    answer = resident.client.get(path, headers={"Authorization": f"Bearer {token}".encode()})
    assert (answer.status_code, answer.json()["code"]) == (404, "conversation_not_found")


@pytest.mark.parametrize("last", ["x", "-1", "1" * 19, "1; drop table message"])
def test_a_malformed_last_event_id_is_refused(resident: Resident, last: str) -> None:
    path = f"/api/v1/conversations/{resident.id}/events"
    answer = resident.client.get(path, headers={**resident.headers, "Last-Event-ID": last})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def disconnect_everybody(site: Site) -> int:
    """Ends every connection to the site's database but this one; how many there were."""
    query = (
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    with psycopg.connect(site.parts.database.url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_losing_every_database_connection_during_a_stream_loses_nothing(
    site: Site, resident: Resident, typing: Resident
) -> None:
    received: list[int] = []
    said: list[int] = [resident.welcome[0]["id"]]
    while len(said) < 7 or received != said:
        with follow(resident, after=received[-1] if received else None) as stream:
            if len(said) < 7:
                assert disconnect_everybody(site) > 0
                said += [message["id"] for message in typing.say("hello")["messages"]]
            for event in stream.until_cut():
                received += [event.id] if event.id is not None else []
                if event.name == "message" and received[-1] >= said[-1]:
                    break
        assert received == said[: len(received)]
