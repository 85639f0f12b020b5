"""`reeve bench`: a served application of its own, measured from outside over HTTP; and the search by itself."""

from __future__ import annotations

import asyncio
import json
import os
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from api.assistant import Progress, make_council, make_encoder, make_redactor
from api.db.embedded import EmbeddedPostgres
from api.measuring.bench.booking_chat import booking_turns
from api.measuring.bench.booking_engine import bench as measure_bookings
from api.measuring.bench.desk_news import CASEWORKERS, CONVERSATIONS
from api.measuring.bench.desk_news import measure as measure_desk
from api.measuring.bench.process_memory import resident_mb
from api.measuring.bench.served_application import served_application
from api.measuring.bench.spread import spread
from api.settings import Settings
from bot.training.evaluate import GOLDEN, read_rows
from knowledge.measuring.bench import bench as measure_search
from redaction.measuring.bench import bench as measure_redaction

ENQUIRIES = GOLDEN / "triage" / "enquiries.jsonl"
WARM_UP, MEASURED = 40, 300


def bench(settings: Settings, wanted: Sequence[str], say: Progress) -> str:
    """What the named measurements found, or all of them, as JSON."""
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        raise SystemExit(f"There is no measurement `{unknown[0]}`. Choose from: {', '.join(BENCHES)}.")
    report = {name: BENCHES[name](settings, say) for name in wanted or BENCHES}
    return json.dumps({"cores": os.cpu_count(), **report}, indent=1)


def search(settings: Settings, say: Progress) -> dict[str, Any]:
    """The search, without a model, among 1,000 to 1,000,000 passages."""
    return measure_search(make_encoder(settings), say)


def turn(settings: Settings, say: Progress) -> dict[str, Any]:
    """Start-up time, turn times and memory."""
    say("Starting the application")
    started = time.perf_counter()
    with served_application(settings) as served:
        client = httpx.Client(base_url=served.base, timeout=30)
        ready = time.perf_counter() - started
        say(f"Ready after {ready:.1f} s; sending {WARM_UP + MEASURED} enquiries")
        texts = [row["text"] for row in read_rows(ENQUIRIES)][: WARM_UP + MEASURED]
        turns = [_turn(client, text) for text in texts][WARM_UP:]
        return {
            "ready_seconds": round(ready, 1),
            "turn_ms": {"turns": len(turns), **spread(turns, "p50", "p95", "p99")},
            "resident_mb": resident_mb(served.pid),
        }


def desk(settings: Settings, say: Progress) -> dict[str, Any]:
    """How fast news reaches residents and caseworkers, with 50 caseworkers and 500 open conversations following."""
    say("Starting the application")
    with served_application(settings) as served:
        database = EmbeddedPostgres(served.folder / "postgres")
        try:
            say(f"Following {CONVERSATIONS} conversations at {CASEWORKERS} desks")
            return {**asyncio.run(measure_desk(served.base, database.start())), "resident_mb": resident_mb(served.pid)}
        finally:
            database.stop()


def redaction(settings: Settings, say: Progress) -> dict[str, Any]:
    """How fast the redactor is by itself, and whether long and hostile messages cost no more than their length."""
    say("Measuring redaction by itself")
    return measure_redaction(make_redactor(make_council(settings)))


def bookings(settings: Settings, say: Progress) -> dict[str, Any]:
    """The diary: searches over a year that is half full, booking from first to last; and turns of a booking in the
    chat, over HTTP."""
    diary = measure_bookings(make_council(settings), settings.council_pack, say)
    say("Starting the application")
    with served_application(settings) as served:
        return {**diary, "booking_turn_ms": booking_turns(served.base, settings.council_pack, say)}


def _turn(client: httpx.Client, text: str) -> float:
    """Milliseconds of one turn in a conversation of its own."""
    started = client.post("/api/v1/conversations").raise_for_status().json()
    headers = {"Authorization": f"Bearer {started['token']}", "Idempotency-Key": uuid.uuid4().hex}
    begin = time.perf_counter()
    path = f"/api/v1/conversations/{started['id']}/messages"
    client.post(path, json={"text": text}, headers=headers).raise_for_status()
    return (time.perf_counter() - begin) * 1000


BENCHES: Mapping[str, Callable[[Settings, Progress], dict[str, Any]]] = {
    "turn": turn,
    "desk": desk,
    "search": search,
    "redaction": redaction,
    "bookings": bookings,
}
