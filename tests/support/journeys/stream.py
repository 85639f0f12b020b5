"""Server-sent events, as a client reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.journeys.conversation import Resident


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    name: str
    data: dict[str, Any]
    id: int | None


class Stream:
    """An open stream. `next` waits for the next event; the client's timeout bounds the wait."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[Event]:
        """Events until the server ends the stream."""
        fields: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(":")
            if name:
                fields[name] = value.removeprefix(" ")
            elif "data" in fields:
                number = int(fields["id"]) if "id" in fields else None
                yield Event(fields.get("event", "message"), json.loads(fields["data"]), number)
                fields = {}

    def until_cut(self) -> Iterator[Event]:
        """Events until the stream ends, cleanly or not: a client would then connect again."""
        with suppress(httpx.RemoteProtocolError, httpx.ReadError):
            yield from self

    def take(self, count: int) -> list[Event]:
        """The next events."""
        events = iter(self)
        return [next(events) for _ in range(count)]


@contextmanager
def follow(resident: Resident, after: int | None = None) -> Iterator[Stream]:
    """The resident's events, from the beginning or after one that was seen."""
    headers = {**resident.headers, **({"Last-Event-ID": str(after)} if after is not None else {})}
    path = f"/api/v1/conversations/{resident.id}/events"
    with resident.client.stream("GET", path, headers=headers) as response:
        response.raise_for_status()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response.iter_lines())
