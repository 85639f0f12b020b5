"""The copy of a conversation that a resident takes away, with and without JavaScript."""

from __future__ import annotations

import httpx
from conversation import Resident


def test_a_resident_takes_a_copy_with_what_was_hidden_still_hidden(client: httpx.Client) -> None:
    resident = Resident(client)
    resident.say("I am Ada Lovelace, my phone is 07700 900123 and my bin was not emptied")
    path = f"/api/v1/conversations/{resident.id}/transcript"
    answer = client.get(path, headers=resident.headers)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"] == 'attachment; filename="conversation.txt"'
    assert answer.headers["cache-control"] == "no-store"
    assert "07700" not in answer.text and "[phone number 1 hidden]" in answer.text
    assert "You:" in answer.text and "Assistant (a computer program):" in answer.text
    assert "<PHONE" not in answer.text
    other = Resident(client)
    for headers in ({}, other.headers):
        assert client.get(path, headers=headers).status_code == 404


def test_the_page_without_javascript_has_a_link_to_it(client: httpx.Client) -> None:
    assert client.get("/chat/transcript").headers["location"] == "/chat"
    client.post("/chat", data={"text": "my bin was not emptied"}, headers={"Origin": str(client.base_url).rstrip("/")})
    assert 'href="/chat/transcript"' in client.get("/chat").text
    answer = client.get("/chat/transcript")
    assert "my bin was not emptied" in answer.text and answer.headers["content-disposition"].startswith("attachment")
