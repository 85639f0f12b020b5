"""How long a resident waits while a booking is made in the chat: one client, over HTTP, one turn after the other."""

from __future__ import annotations

import csv
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.measuring.bench.spread import spread

RESIDENTS, WARM_UP = 30, 4  # each makes one booking, of ten turns
ITEMS = ("a sofa", "two mattresses", "a fridge and a cooker", "a wardrobe", "3 chairs and a table", "a washing machine")
CHAT = "/api/v1/conversations"


def booking_turns(
    base: str, pack: Path, say: Callable[[str], None], residents: int = RESIDENTS, warm_up: int = WARM_UP
) -> dict[str, Any]:
    """Milliseconds of every turn of a bulky waste booking, all together and by step. A step that does not end as it
    must ends the measurement: a form that went wrong would be quick."""
    homes, found = _homes(pack), defaultdict[str, list[float]](list)
    with httpx.Client(base_url=base, timeout=30) as client:
        for number in range(warm_up + residents):
            if number == warm_up:
                say(f"{residents} residents book a collection")
                found.clear()
            for step, took in _resident(client, number, homes[number % len(homes)]):
                found[step].append(took)
    every = [took for times in found.values() for took in times]
    return {**counted(every), "by_step_ms": {step: counted(times) for step, times in found.items()}}


def counted(times: Sequence[float]) -> dict[str, float]:
    """How many, and how long the middle one and the slowest twentieth took, in milliseconds."""
    return {"count": len(times), **spread(times, "p50", "p95")}


@dataclass
class _Chatting:
    """A resident's conversation."""

    client: httpx.Client
    path: str
    token: str
    answered: Mapping[str, Any] = field(default_factory=dict)

    def say(self, text: str, choice: str | None = None, ends: str = "collecting") -> float:
        """Milliseconds until the answer was there."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": uuid.uuid4().hex}
        body = {"text": text, "choice": choice}
        begin = time.perf_counter()
        answer = self.client.post(f"{self.path}/messages", json=body, headers=headers)
        took = 1000 * (time.perf_counter() - begin)
        self.answered = answer.raise_for_status().json()
        if self.answered["outcome"] != ends:
            last = self.answered["messages"][-1]["text"]
            raise SystemExit(f"`{text}` ended as {self.answered['outcome']}, not {ends}: {last}")
        return took

    def button(self, begins: str) -> Mapping[str, str]:
        """The first button of the last answer whose choice begins so."""
        buttons: list[dict[str, str]] = [each for message in self.answered["messages"] for each in message["buttons"]]
        found = next((each for each in buttons if each["choice"].startswith(begins)), None)
        if found is None:
            raise SystemExit(f"No button `{begins}` was offered.")
        return found


def _resident(client: httpx.Client, number: int, home: str) -> Iterator[tuple[str, float]]:
    started = client.post(CHAT).raise_for_status().json()
    chat = _Chatting(client, f"{CHAT}/{started['id']}", started["token"])
    yield "start", chat.say("I want to book a bulky waste collection")
    yield "items", chat.say(ITEMS[number % len(ITEMS)])
    yield "own", chat.say("yes")
    yield "concession", chat.say("no")
    yield "address", chat.say(home)
    slot = chat.button("slot:")
    yield "slot", chat.say(slot["title"], slot["choice"])
    yield "name", chat.say("Zaqwyx Brombly")
    yield "email", chat.say(f"resident{number}@example.org")
    yield "phone", chat.say("skip")
    confirm = chat.button("confirm")
    yield "confirm", chat.say(confirm["title"], confirm["choice"], ends="booked")


def _homes(pack: Path) -> list[str]:
    """Addresses of the pack, as residents write them: enough that no home has as many bookings as it may."""
    with (pack / "addresses.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["BUILDING_NUMBER"] and row["THOROUGHFARE"]]
    alone = [row for row in rows if not row["SUB_BUILDING_NAME"]]
    return [f"{row['BUILDING_NUMBER']} {row['THOROUGHFARE'].title()}, {row['POSTCODE']}" for row in alone]
