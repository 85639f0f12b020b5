"""A chat that has ended, on the page without JavaScript: it says which reference to give in a new one."""

from __future__ import annotations

import httpx

from tests.support.journeys.conversation import token_of


def test_who_comes_back_to_an_ended_chat_is_told_the_reference_and_begins_a_new_one(client: httpx.Client) -> None:
    client.post("/chat", data={"text": "my bin was not emptied"})
    client.post("/chat", data={"choice": "person", "csrf": token_of(client.get("/chat").text)})
    client.post("/chat", data={"action": "end", "csrf": token_of(client.get("/chat").text)})
    ended = client.get("/chat").text
    reference = ended.partition("give your reference ")[2][:12]
    assert reference.startswith("NB-") and f"{reference}." in ended
    client.post("/chat", data={"text": "about my bin again", "csrf": token_of(ended)})
    again = client.get("/chat").text
    assert "This chat has ended" not in again and "about my bin again" in again
