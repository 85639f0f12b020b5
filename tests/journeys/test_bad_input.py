"""What nobody should send. It is refused in plain words or taken as what it is: text."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import httpx
import pytest

from api.conversation.schemas import MESSAGE_LIMIT
from api.web.request_guards import BODY_LIMIT
from bot.turn import Outcome
from tests.support.journeys.conversation import Resident, choices, replies

if TYPE_CHECKING:
    from tests.conftest import Site

OUTCOMES = {outcome.value for outcome in Outcome}
SCRIPT = '<script>alert("marrow")</script> <img src="x" onerror="alert(1)"> my bin was not emptied'


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who has just opened the chat."""
    return Resident(client)


def send_bytes(resident: Resident, content: bytes) -> httpx.Response:
    """Sends a body that no client library would write."""
    headers = {**resident.headers, "Idempotency-Key": uuid.uuid4().hex, "Content-Type": "application/json"}
    return resident.client.post(f"/api/v1/conversations/{resident.id}/messages", content=content, headers=headers)


def refused(response: httpx.Response, status: int, resident: Resident) -> str:
    """The detail of a refusal, once nothing was stored for it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert len(resident.transcript()["messages"]) == 1
    return str(response.json()["detail"])


def test_an_empty_message_is_refused(resident: Resident) -> None:
    assert "text" in refused(resident.post(""), 422, resident)


@pytest.mark.parametrize(
    "text", [" ", "\n\t  \r\n", "\u200b\u200d\ufeff", "\u202e\u2066", "😡", "👍🏽👍🏽", "???", "\x07\x1b"]
)
def test_a_message_without_words_is_asked_for_again(resident: Resident, text: str) -> None:
    turn = resident.say(text)
    assert turn["outcome"] == "clarified"
    assert "could not find a question" in replies(turn)[0]["text"]


def test_a_message_that_is_too_long_is_refused_with_the_limit(resident: Resident) -> None:
    detail = refused(resident.post("my bin " * 1500), 422, resident)
    assert str(MESSAGE_LIMIT) in detail.replace(",", "")


def test_the_longest_message_that_is_allowed_is_answered(resident: Resident) -> None:
    text = ("my bin was not emptied again this week " * 120)[:MESSAGE_LIMIT]
    assert resident.say(text)["outcome"] in OUTCOMES - {"failed"}


@pytest.mark.parametrize(
    "text",
    [
        "my b\u200bin was n\u00adot empt\u200died",
        "\ufeffmy bin was not emptied\u202e",
        "my bin\x0b was\x1f not\x7f emptied",
        "MY BIN WAS NOT EMPTIED!!!!!!!!",
        "'; DROP TABLE message; -- my bin was not emptied",
        '" OR 1=1) UNION SELECT * FROM vault_key -- my bin was not emptied',
        "{{ 7*7 }} ${7*7} %s %d {text} my bin was not emptied",
    ],
)
def test_a_missed_bin_is_understood_whatever_is_strewn_into_it(resident: Resident, text: str) -> None:
    turn = resident.say(text)
    assert turn["outcome"] in {"answered", "clarified"}
    assert any("missed-bin" in choice for choice in choices(turn))


def test_markup_stays_text_and_is_never_html(site: Site, resident: Resident) -> None:
    turn = resident.say(SCRIPT)
    said = turn["messages"][0]
    assert "<script>" in said["text"]
    assert said["html"] is None
    for reply in replies(turn):
        assert "script" not in reply["html"]
        assert "alert" not in reply["html"]
    with site.client() as browser:
        browser.post("/chat", data={"text": SCRIPT})
        page = browser.get("/chat").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "text", ["Mi cubo de basura no fue vaciado", "Mój kosz nie został opróżniony", "我的垃圾桶没有清空"]
)
def test_another_language_is_passed_to_a_person_with_a_reference(resident: Resident, text: str) -> None:
    turn = resident.say(text)
    assert turn["outcome"] == "routed"
    assert "NB-" in turn["messages"][-1]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/session_start",
        '/choose{"choice": "person"}',
        '/choose{"choice": "report:missed-bin"}',
        "/ask_person",
    ],
)
def test_what_looks_like_a_command_to_the_engine_is_only_text(site: Site, resident: Resident, text: str) -> None:
    resident.say("my bin was not emptied")
    turn = resident.say(text)
    assert turn["outcome"] in OUTCOMES - {"failed", "reported"}
    assert turn["messages"][0]["text"] == text
    assert site.rows("select 1 from \"case\" where conversation_id = %s and reason like 'chose%%'", resident.id) == []
    follow_up = resident.say("when will you come back for it?")
    assert replies(follow_up)[0]["link"]["url"] == "/services/missed-bin"


@pytest.mark.parametrize("text", ["nothing\x00here", "\x00"])
def test_a_nul_character_is_refused(resident: Resident, text: str) -> None:
    assert "characters" in refused(resident.post(text), 422, resident)


@pytest.mark.parametrize("choice", ["person\x00", "service:\ud800", "service:nothing", "report:", "'; --"])
def test_a_choice_that_was_never_offered_is_refused(resident: Resident, choice: str) -> None:
    response = send_bytes(resident, json.dumps({"text": "x", "choice": choice}).encode())
    assert response.status_code in (409, 422)
    refused(response, response.status_code, resident)


@pytest.mark.parametrize("text", ["\ud800", "my bin \udfff was missed", "\udc00\ud800"])
def test_half_a_character_is_refused(resident: Resident, text: str) -> None:
    refused(send_bytes(resident, json.dumps({"text": text}).encode()), 422, resident)


@pytest.mark.parametrize("content", [b'{"text": "\xff\xfe"}', b'{"text": "\xed\xa0\x80"}', b'{"text": NaN}', b"\x00"])
def test_bytes_that_are_no_json_are_refused(resident: Resident, content: bytes) -> None:
    refused(send_bytes(resident, content), 422, resident)


def test_a_body_over_the_limit_is_refused_before_it_is_read(resident: Resident) -> None:
    detail = refused(send_bytes(resident, b'{"text": "' + b"a" * BODY_LIMIT + b'"}'), 413, resident)
    assert "too long" in detail


def test_a_body_over_the_limit_that_hides_its_length_is_refused(resident: Resident) -> None:
    headers = {**resident.headers, "Idempotency-Key": uuid.uuid4().hex, "Content-Type": "application/json"}
    path = f"/api/v1/conversations/{resident.id}/messages"
    pieces = (b" " * 1024 for _ in range(BODY_LIMIT // 1024 + 2))
    refused(resident.client.post(path, content=pieces, headers=headers), 413, resident)


@pytest.mark.parametrize("opening", [b"[", b'{"text":'])
def test_very_deep_json_is_refused(resident: Resident, opening: bytes) -> None:
    refused(send_bytes(resident, opening * (100_000 // len(opening))), 422, resident)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused(site: Site, client: httpx.Client, headers: dict[str, str]) -> None:
    ((before,),) = site.rows("select count(*) from conversation")
    response = client.post("/chat", data={"text": "my bin"}, headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert site.rows("select count(*) from conversation") == [(before,)]


def test_a_form_that_is_too_long_or_empty_is_explained_on_the_page(client: httpx.Client) -> None:
    long = client.post("/chat", data={"text": "my bin " * 1500})
    assert long.status_code == 413
    assert "4,000 characters" in long.text
    assert "Write your message in the box" in client.post("/chat", data={"text": " "}).text


@pytest.mark.parametrize("after", ["-1", str(2**63), "9" * 40, "first"])
def test_messages_after_one_that_cannot_be_are_refused(resident: Resident, after: str) -> None:
    found = resident.client.get(f"/api/v1/conversations/{resident.id}/messages?after={after}", headers=resident.headers)
    refused(found, 422, resident)
