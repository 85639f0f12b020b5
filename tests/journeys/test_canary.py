"""The privacy canary: personal values go in by every door, and are then looked for everywhere."""

from __future__ import annotations

import io
import logging
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest

from api.commands.vault_commands import check, erase, retire, rotate
from api.kernel.logs import configure
from tests.support.journeys.canary import everywhere, seen, squash
from tests.support.journeys.caseworker import Caseworker
from tests.support.journeys.conversation import Resident, replies
from tests.support.journeys.stream import follow

if TYPE_CHECKING:
    from tests.conftest import Site

VALUES = {
    "name": "Philippa Quennell",
    "surname": "Quennell",
    "street": "47 Ravensbourne Crescent",
    "postcode": "NB14 7QZ",
    "phone": "07700 900461",
    "email": "philippa.q.1957@example.org",
    "national insurance number": "AB 12 34 56 C",
    "date of birth": "14/03/1957",
    "card": "4929 1582 3347 0927",
    "bank account": "73920164",
    "nhs number": "943 476 5919",
    "number plate": "LD19 XKQ",
}
TOLD = (
    "My name is Philippa Quennell and my bin was not emptied. I live at 47 Ravensbourne Crescent, NB14 7QZ.",
    "My bin was missed. My phone number is 07700 900461 and my email is philippa.q.1957@example.org",
    "My National Insurance number is AB 12 34 56 C and my date of birth is 14/03/1957",
    "I paid with card 4929 1582 3347 0927, sort code 20-11-84, account number 73920164",
    "My NHS number is 943 476 5919 and my car registration is LD19 XKQ",
    "PHILIPPA QUENNELL here, 07700-900-461, ab123456c, PHILIPPA.Q.1957@EXAMPLE.ORG",
)
ALL = " ".join(TOLD)
CRISIS = "My neighbour Philippa Quennell of 47 Ravensbourne Crescent NB14 7QZ is not breathing, 07700 900461"


@dataclass
class Witness:
    """What was said aloud: log lines, and every answer that anybody got."""

    log: io.StringIO
    answers: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, response: httpx.Response) -> None:
        """Remembers an answer. Called by the client for each."""
        if "event-stream" not in response.headers.get("content-type", ""):
            response.read()
            self.answers.append((f"answer to {response.request.method} {response.url.path}", response.text))


@pytest.fixture(scope="module")
def witness() -> Iterator[Witness]:
    """Everything the site's process logs while these tests run, down to the last detail."""
    heard, out, err = io.StringIO(), sys.stdout, sys.stderr
    sys.stdout = sys.stderr = heard
    configure("debug")
    chatty = [logging.getLogger(name) for name in ("httpx", "httpcore", "uvicorn.access")]
    for logger in chatty:  # the tests' own client; and `reeve serve` keeps no access log
        logger.setLevel(logging.WARNING)
    yield Witness(heard)
    sys.stdout, sys.stderr = out, err
    for logger in chatty:
        logger.setLevel(logging.NOTSET)
    configure("warning")


@pytest.fixture(scope="module")
def revealed(site: Site, witness: Witness) -> str:
    """Sends the values by every door; the page on which one of them is meant to be seen."""
    with site.client() as http, site.client() as desk:
        http.event_hooks["response"].append(witness.hear)
        resident, caseworker = Resident(http), Caseworker(site, desk)
        desk.event_hooks["response"].append(witness.hear)
        tell_the_bot(resident)
        tell_in_errors(resident)
        tell_without_javascript(http)
        reference = replies(resident.say(ALL, choice="person"))[0]["case"]["reference"]
        caseworker.act(reference, "claim")
        for text in (*TOLD, CRISIS):
            resident.say(text)
        page = tell_the_desk(caseworker, reference, witness)
        resident.transcript()
        read_the_stream(resident, witness)
        erase_by_every_door(site, http, caseworker)
        rotate_the_master_key(site, witness)
        http.get("/metrics").raise_for_status()
    return page


def tell_the_bot(resident: Resident) -> None:
    """Plain messages, a crisis, and a button pressed with words of one's own."""
    for text in (*TOLD, ALL, CRISIS):
        resident.say(text)
    other = Resident(resident.client)
    other.say("my bin was not emptied")
    other.say(ALL, choice="report:missed-bin")


def tell_in_errors(resident: Resident) -> None:
    """Everything that is refused."""
    key = uuid.uuid4().hex
    resident.post("hello", key=key)
    refused = [
        resident.post(ALL, key=key),
        resident.post(ALL * 20),
        resident.post({"name": ALL}),
        resident.post(ALL + "\x00"),
        resident.post("hello", choice="report:07700 900461"),
        resident.post("hello", key="Philippa Quennell"),
        resident.client.post("/api/v1/conversations/x/messages", json={"text": ALL, ALL: ALL}),
        resident.client.post(f"/api/v1/conversations/{resident.id}/messages", content=ALL, headers=resident.headers),
        resident.client.get("/api/v1/conversations", params={"name": "x"}),
    ]
    assert [answer.status_code for answer in refused if answer.status_code < 400] == []


def tell_without_javascript(http: httpx.Client) -> None:
    """The forms of the chat page."""
    for text in (*TOLD, CRISIS):
        assert http.post("/chat", data={"text": text}).status_code == 303
    http.post("/chat", data={"text": ALL, "choice": "person"})
    http.get("/chat").raise_for_status()


def tell_the_desk(caseworker: Caseworker, reference: str, witness: Witness) -> str:
    """A reply, a reason, a wrong form; returns the page that shows a value."""
    caseworker.act(reference, "reply", text=ALL)
    page = f"/staff/cases/{reference}"
    caseworker.get("/staff/cases")
    caseworker.get(page)
    for status in ("live", "open", "claimed", "closed"):
        caseworker.get("/staff/cases", status=status)
    reason = "I am calling Philippa Quennell on 07700 900461"
    shown = caseworker.act(reference, "reveal", placeholder="<PHONE_NUMBER_1>", reason=reason)
    witness.answers = [(where, text) for where, text in witness.answers if text is not shown.text]
    caseworker.get("/staff/audit")
    caseworker.act(reference, "hand-back")
    return shown.text


def erase_by_every_door(site: Site, http: httpx.Client, caseworker: Caseworker) -> None:
    """Conversations full of values are deleted by the resident, by the desk and by the command, or left at once."""
    for choice in (None, "person"):
        gone = Resident(http)
        gone.say(ALL, choice=choice)
        http.post(f"/api/v1/conversations/{gone.id}/erase", headers=gone.headers).raise_for_status()
        gone.post(ALL)
    for way in ("delete", "leave"):
        http.cookies.clear()
        http.post("/chat", data={"text": ALL})
        http.post("/chat/delete", data={"csrf": ALL[:60]})
        found = re.search(r'name="csrf" value="([^"]+)"', http.get("/chat").text)
        assert found
        answer = http.get("/chat/leave") if way == "leave" else http.post("/chat/delete", data={"csrf": found[1]})
        assert answer.status_code == 303
    references = [replies(Resident(http).say(ALL, choice="person"))[0]["case"]["reference"] for _ in range(2)]
    caseworker.get(f"/staff/cases/{references[0]}")
    caseworker.post(f"/staff/cases/{references[0]}/erase", reason=ALL[:2])
    caseworker.act(references[0], "erase", reason="Philippa Quennell rang from 07700 900461 and asked for it")
    caseworker.get("/staff/audit")
    http.post("/api/v1/conversations/help", json={"text": CRISIS}).raise_for_status()
    erase(site.parts.settings, references[1])


def rotate_the_master_key(site: Site, witness: Witness) -> None:
    """Whatever the commands say is heard; other tests may have left keys that make them refuse."""
    for command in (check, rotate, check, retire):
        try:
            witness.answers.append((f"reeve vault {command.__name__}", str(command(site.parts.settings))))
        except SystemExit as refused:
            witness.answers.append((f"reeve vault {command.__name__}", str(refused)))


def read_the_stream(resident: Resident, witness: Witness) -> None:
    """The live events of all that was said."""
    resident.close()
    with follow(resident) as stream:
        witness.answers += [("event", str(event.data)) for event in stream]


def test_the_one_place_that_shows_a_value_shows_it(revealed: str) -> None:
    assert VALUES["phone"] in revealed


def test_no_table_dump_statement_or_file_holds_a_value(site: Site, revealed: str) -> None:
    leaks = {
        where: found
        for where, text in everywhere(site.parts.database.url, site.parts.settings.data_dir)
        if (found := seen(VALUES, text))
    }
    assert leaks == {}


def test_no_answer_holds_a_value(witness: Witness, revealed: str) -> None:
    assert len(witness.answers) > 60
    assert {where: found for where, text in witness.answers if (found := seen(VALUES, text))} == {}


def test_no_log_line_holds_a_value(witness: Witness, revealed: str) -> None:
    logging.getLogger("any.library").debug("heard")
    assert "heard" in witness.log.getvalue()
    assert seen(VALUES, witness.log.getvalue()) == set()


@pytest.mark.parametrize("spelling", ["07700 900461", "07700900461", "0 7 7 0 0-9 0 0 4 6 1", "07700\n900461"])
def test_the_search_finds_a_value_that_was_planted(site: Site, tmp_path: Path, spelling: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "notes.bin").write_bytes(b"\xff\x00" + spelling.encode() + b"\x00")
    url = site.parts.database.url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table planted (words text, raw bytea, parts jsonb)")
        try:
            connection.execute(
                "insert into planted values (%s, %s, jsonb_build_object('a', jsonb_build_array(%s::text)))",
                (spelling, b"\x01" + spelling.encode(), spelling),
            )
            found = {where for where, text in everywhere(url, tmp_path) if seen(VALUES, text) == {"phone"}}
        finally:
            connection.execute("drop table planted")
    assert found == {
        "public.planted.words",
        "public.planted.raw",
        "public.planted.parts",
        "dump of public.planted",
        "deep/notes.bin",
    }


def test_every_value_is_long_enough_not_to_turn_up_by_accident() -> None:
    assert {name for name, value in VALUES.items() if len(squash(value)) < 7} == set()
