"""What other systems may rely on: repeats, refusals, one shape of error, and the document about it all."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.support.journeys.conversation import Resident

if TYPE_CHECKING:
    from tests.conftest import Site

SECRET = "kumquat-9417"  # must come back in no error
FIELDS = {"type", "title", "status", "detail", "code"}


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who has just opened the chat."""
    return Resident(client)


def problem(response: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The error in a response, once its shape is right and nothing that was sent is in it."""
    body: dict[str, Any] = response.json()
    assert response.status_code == status, body
    assert response.headers["content-type"] == "application/problem+json"
    assert set(body) == FIELDS
    assert body["status"] == status
    assert all(isinstance(body[name], str) and body[name] for name in FIELDS - {"status"})
    assert code in (None, body["code"])
    assert SECRET not in response.text
    return body


def turns(site: Site, resident: Resident) -> int:
    """How many turns the conversation has."""
    ((count,),) = site.rows("select count(*) from turn where conversation_id = %s", resident.id)
    assert isinstance(count, int)
    return count


def test_the_same_key_again_gives_the_same_answer_and_one_turn(site: Site, resident: Resident) -> None:
    key = uuid.uuid4().hex
    first, second = (resident.post("my bin was not emptied", key=key) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert turns(site, resident) == 1


@pytest.mark.parametrize(("text", "choice"), [("another message", None), ("hello", "person")])
def test_the_same_key_for_another_message_is_refused(
    site: Site, resident: Resident, text: str, choice: str | None
) -> None:
    key = uuid.uuid4().hex
    resident.post("hello", key=key).raise_for_status()
    problem(resident.post(f"{text} {SECRET}" if choice is None else text, choice, key), 409, "conflict")
    assert turns(site, resident) == 1


def test_two_messages_at_once_both_end_one_after_the_other(site: Site, resident: Resident) -> None:
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(resident.post, ["hello", "my bin was not emptied"]))
    assert [answer.status_code for answer in answers] == [200, 200]
    read = [message["id"] for message in resident.transcript()["messages"]]
    for answer in answers:
        ids = [message["id"] for message in answer.json()["messages"]]
        place = read.index(ids[0])
        assert read[place : place + len(ids)] == ids
    assert turns(site, resident) == 2


def test_two_sends_at_once_with_one_key_make_one_turn(site: Site, resident: Resident) -> None:
    key = uuid.uuid4().hex
    with ThreadPoolExecutor(4) as several:
        answers = list(several.map(lambda _: resident.post("hello", key=key), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.json() for answer in answers] == [answers[0].json()] * 4
    assert turns(site, resident) == 1


def test_one_key_in_two_conversations_makes_a_turn_in_each(site: Site, client: httpx.Client) -> None:
    key, residents = uuid.uuid4().hex, [Resident(client), Resident(client)]
    for each in residents:
        each.post("hello", key=key).raise_for_status()
    assert [turns(site, each) for each in residents] == [1, 1]


def test_anothers_conversation_cannot_be_found(client: httpx.Client, resident: Resident) -> None:
    resident.say("hello")
    other = Resident(client)
    other.id = resident.id
    path = f"/api/v1/conversations/{resident.id}"
    problem(other.post(SECRET), 404, "conversation_not_found")
    problem(client.get(f"{path}/messages", headers=other.headers), 404, "conversation_not_found")
    problem(client.get(f"{path}/events", headers=other.headers), 404, "conversation_not_found")
    problem(client.post(f"{path}/close", headers=other.headers), 404, "conversation_not_found")
    problem(client.get(f"{path}/messages"), 404, "conversation_not_found")
    problem(client.get(f"/api/v1/conversations/{uuid.uuid4()}/messages", headers=other.headers), 404)


def test_a_closed_conversation_takes_nothing_more_but_can_be_read(resident: Resident) -> None:
    resident.say("hello")
    assert resident.close()["owner"] == "closed"
    assert resident.close()["owner"] == "closed"
    problem(resident.post(SECRET), 410, "conversation_closed")
    assert len(resident.transcript()["messages"]) == 3


def test_a_repeat_of_an_answered_message_is_still_answered_after_the_close(resident: Resident) -> None:
    key = uuid.uuid4().hex
    first = resident.post("hello", key=key).json()
    resident.close()
    assert resident.post("hello", key=key).json()["messages"] == first["messages"]


@pytest.mark.parametrize(
    "body",
    [
        {"text": 5},
        {"text": None},
        {"text": [SECRET]},
        {"choice": SECRET},
        {"text": SECRET, "choice": {"a": SECRET}},
        {"text": SECRET, "unknown": SECRET},
        {"text": SECRET, "choice": SECRET * 9},
        {},
        [SECRET],
        SECRET,
        None,
    ],
)
def test_a_body_of_the_wrong_shape_is_refused(resident: Resident, body: Any) -> None:
    headers = {**resident.headers, "Idempotency-Key": uuid.uuid4().hex}
    path = f"/api/v1/conversations/{resident.id}/messages"
    problem(resident.client.post(path, json=body, headers=headers), 422, "invalid_request")


@pytest.mark.parametrize("key", [None, "short", "has spaces in it", "é" * 10, "x" * 81, f"<b>{SECRET}</b>"])
def test_a_missing_or_malformed_key_is_refused(resident: Resident, key: str | None) -> None:
    headers = {**resident.headers, **({"Idempotency-Key": key.encode()} if key else {})}
    path = f"/api/v1/conversations/{resident.id}/messages"
    problem(resident.client.post(path, json={"text": SECRET}, headers=headers), 422, "invalid_request")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{" + SECRET.encode(), "application/json"),
        (SECRET.encode(), "text/plain"),
        (b"", "application/json"),
    ],
)
def test_what_is_not_json_is_refused(resident: Resident, content: bytes, kind: str) -> None:
    headers = {**resident.headers, "Idempotency-Key": uuid.uuid4().hex, "Content-Type": kind}
    path = f"/api/v1/conversations/{resident.id}/messages"
    problem(resident.client.post(path, content=content, headers=headers), 422)


@pytest.mark.parametrize("path", [f"/{SECRET}", f"/api/v1/{SECRET}", f"/services/{SECRET}", f"/static/{SECRET}"])
def test_an_unknown_path_is_not_found(client: httpx.Client, path: str) -> None:
    problem(client.get(path), 404, "not_found")


def test_an_identifier_that_is_none_is_refused(client: httpx.Client) -> None:
    path, headers = f"/api/v1/conversations/{SECRET}/messages", {"Authorization": f"Bearer {SECRET}"}
    assert problem(client.get(path, headers=headers), 422)["detail"]


def test_a_wrong_method_is_refused_and_says_which_are_right(client: httpx.Client) -> None:
    response = client.delete("/api/v1/conversations")
    problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "POST"


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of everything the document tells of."""
    paths = document["paths"].items()
    return [(method, path, each) for path, known in paths for method, each in known.items()]


def test_the_openapi_document_describes_every_route_and_its_errors(client: httpx.Client) -> None:
    document = client.get("/openapi.json").raise_for_status().json()
    described = operations(document)
    assert {path for _, path, _ in described} >= {
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/conversations/{conversation_id}/events",
        "/api/v1/conversations/{conversation_id}/close",
    }
    for method, path, operation in described:
        assert operation["summary"], (method, path)
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (method, path, status)
                assert set(response["content"]) == {"application/problem+json"}, (method, path, status)
        if path.startswith("/api/v1/"):
            assert "503" in operation["responses"], (method, path)


def test_the_openapi_document_has_examples_and_keeps_to_the_api(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    paths = {path for _, path, _ in operations(document)}
    assert [path for path in paths if not path.startswith(("/api/v1/", "/health", "/ready", "/metrics"))] == []
    schemas = document["components"]["schemas"]
    assert schemas["Enquiry"]["example"] == {"text": "My bin was not emptied"}
    assert schemas["Problem"]["properties"]["code"]["examples"]
    assert schemas["HandedOverCase"]["properties"]["reference"]["examples"]
