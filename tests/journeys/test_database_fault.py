"""The database goes away in the middle. Every call says so or is done, and doing it again does it once."""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest
import uvicorn

from api.app import create_app
from api.assistant import Assistant
from api.settings import Settings
from api.wiring import make_parts
from tests.support.journeys.conversation import Resident
from tests.support.journeys.severed import Wire


@pytest.fixture(scope="module")
def wire(site_database_url: str) -> Iterator[Wire]:
    """The wire between the site of these tests and the database. Socket paths must be short."""
    with TemporaryDirectory(prefix="wire") as folder:
        made = Wire(site_database_url, Path(folder))
        made.mend()
        yield made
        made.cut()


@pytest.fixture(scope="module")
def severed_site(wire: Wire, settings: Settings, assistant: Assistant) -> Iterator[str]:
    """The application on that wire, with the mind that all tests share; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    own = settings.model_copy(update={"port": port, "public_url": url, "database_url": wire.url})
    app = create_app(make_parts(own, assistant, wire.url))
    config = uvicorn.Config(app, port=port, ws="none", log_config=None, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield url
    wire.mend()
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def client(severed_site: str, wire: Wire) -> Iterator[httpx.Client]:
    """A client of that site, which is whole again afterwards."""
    with httpx.Client(base_url=severed_site, timeout=30) as made:
        yield made
    wire.mend()


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who has said hello and been answered."""
    made = Resident(client)
    made.say("hello")
    return made


def unavailable(response: httpx.Response) -> None:
    """It must say in plain words that it can be tried again."""
    assert response.status_code == 503, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert int(response.headers["retry-after"]) > 0
    assert set(response.json()) == {"type", "title", "status", "detail", "code"}
    assert response.json()["code"] == "unavailable"


def stored(site_database_url: str, resident: Resident) -> tuple[int, int, int]:
    """How many turns, messages and cases the conversation has, seen past the wire."""
    query = """select (select count(*) from turn where conversation_id = %(id)s),
                      (select count(*) from message where conversation_id = %(id)s),
                      (select count(*) from "case" where conversation_id = %(id)s)"""
    with psycopg.connect(site_database_url) as connection:
        row = connection.execute(query, {"id": resident.id}).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])


def test_without_a_database_every_call_says_so_and_afterwards_all_is_as_before(
    wire: Wire, client: httpx.Client, resident: Resident
) -> None:
    before = resident.transcript()
    path = f"/api/v1/conversations/{resident.id}"
    wire.cut()
    unavailable(client.post("/api/v1/conversations"))
    unavailable(resident.post("hello"))
    unavailable(client.get(f"{path}/messages", headers=resident.headers))
    unavailable(client.get(f"{path}/events", headers=resident.headers))
    unavailable(client.post(f"{path}/close", headers=resident.headers))
    unavailable(client.get("/ready"))
    assert client.get("/health").status_code == 200
    assert client.get("/").status_code == 200
    wire.mend()
    assert client.get("/ready").json() == {"status": "ready"}
    assert resident.transcript() == before


def test_the_page_without_javascript_says_so_in_a_page(wire: Wire, client: httpx.Client) -> None:
    client.post("/chat", data={"text": "hello"})
    wire.cut()
    sent = {"text": "my bin was not emptied"}
    answer = client.post("/chat", data=sent, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "send it again" in answer.text


@pytest.mark.parametrize("lost", ["commit", "answer"])
def test_a_message_whose_commit_was_cut_off_is_done_once_when_it_is_sent_again(
    wire: Wire, resident: Resident, site_database_url: str, lost: str
) -> None:
    turns, messages, cases = stored(site_database_url, resident)
    key, before = uuid.uuid4().hex, wire.lost
    wire.lose_next = lost
    unavailable(resident.post("Talk to someone", "person", key))
    assert wire.lost == before + 1
    done = lost == "answer"
    assert stored(site_database_url, resident) == (turns + done, messages + 2 * done, cases + done)
    again = resident.post("Talk to someone", "person", key)
    assert (again.status_code, again.json()["outcome"]) == (200, "routed")
    assert stored(site_database_url, resident) == (turns + 1, messages + 2, cases + 1)
    assert resident.transcript()["messages"][-2:] == again.json()["messages"]


def test_sending_until_it_works_while_connections_come_and_go_does_everything_once(
    wire: Wire, resident: Resident, site_database_url: str
) -> None:
    turns, messages, _ = stored(site_database_url, resident)
    refused = 0
    for number in range(6):
        key = uuid.uuid4().hex
        wire.lose_next = ("commit", "answer", None)[number % 3]
        if number % 3 == 2:
            wire.cut()
        while (answer := resident.post(f"hello, once more, {number}", None, key)).status_code != 200:
            unavailable(answer)
            refused += 1
            wire.mend()
    assert refused == 6
    assert stored(site_database_url, resident) == (turns + 6, messages + 12, 0)


def test_after_every_connection_was_ended_the_next_call_works_at_once(
    resident: Resident, site_database_url: str
) -> None:
    with psycopg.connect(site_database_url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
    assert resident.say("hello")["outcome"] == "small_talk"
