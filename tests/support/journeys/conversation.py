"""A resident, as far as HTTP can see one."""

from __future__ import annotations

import re
import uuid
from typing import Any

import httpx

_TREES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Poplar", "Rowan", "Willow", "Yew")
_PLACES = (f"{tree} {kind}, by the gate" for kind in ("Park", "Green", "Common", "Meadow", "Field") for tree in _TREES)


def somewhere() -> str:
    """A place that nobody has reported anything at."""
    return next(_PLACES)


class Resident:
    """Somebody who holds a conversation over the API."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        started = client.post("/api/v1/conversations").raise_for_status().json()
        self.id, self.token = started["id"], started["token"]
        self.welcome = started["messages"]

    @property
    def headers(self) -> dict[str, str]:
        """What lets the resident in."""
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: Any, choice: str | None = None, key: str | None = None) -> httpx.Response:
        """Sends a message and returns the response, whatever it is."""
        headers = {**self.headers, "Idempotency-Key": key or uuid.uuid4().hex}
        body = {"text": text, "choice": choice}
        return self.client.post(f"/api/v1/conversations/{self.id}/messages", json=body, headers=headers)

    def say(self, text: str, choice: str | None = None) -> dict[str, Any]:
        """Sends a message that must be answered."""
        answered: dict[str, Any] = self.post(text, choice).raise_for_status().json()
        return answered

    def transcript(self) -> dict[str, Any]:
        """The conversation so far."""
        path = f"/api/v1/conversations/{self.id}/messages"
        read: dict[str, Any] = self.client.get(path, headers=self.headers).raise_for_status().json()
        return read

    def close(self) -> dict[str, Any]:
        """Ends the conversation."""
        path = f"/api/v1/conversations/{self.id}/close"
        closed: dict[str, Any] = self.client.post(path, headers=self.headers).raise_for_status().json()
        return closed


def replies(turn: dict[str, Any]) -> list[dict[str, Any]]:
    """What the bot said in a turn."""
    return [message for message in turn["messages"] if message["sender"] == "bot"]


def choices(turn: dict[str, Any]) -> list[str]:
    """What the buttons of a turn's last reply send back."""
    return [button["choice"] for button in replies(turn)[-1]["buttons"]]


def token_of(page: str) -> str:
    """The hidden value of the page's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]
