"""`reeve bench`: a served application of its own, measured from outside over HTTP; and the search by itself."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from api.assistant import Progress, make_council, make_encoder, make_redactor
from api.db.embedded import EmbeddedPostgres
from api.measuring.bench_booking_turns import booking_turns
from api.measuring.bench_bookings import bench as measure_bookings
from api.measuring.bench_desk import CASEWORKERS, CONVERSATIONS
from api.measuring.bench_desk import measure as measure_desk
from api.settings import Settings
from bot.training.evaluate import GOLDEN, read_rows
from knowledge.measuring.bench import bench as measure_search
from redaction.measuring.bench import bench as measure_redaction

ENQUIRIES = GOLDEN / "triage" / "enquiries.jsonl"
WARM_UP, MEASURED = 40, 300
PATIENCE = 300  # seconds for the application to be ready


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
    with _served(settings) as served:
        client = httpx.Client(base_url=served.base, timeout=30)
        ready = time.perf_counter() - started
        say(f"Ready after {ready:.1f} s; sending {WARM_UP + MEASURED} enquiries")
        texts = [row["text"] for row in read_rows(ENQUIRIES)][: WARM_UP + MEASURED]
        turns = [_turn(client, text) for text in texts][WARM_UP:]
        return {"ready_seconds": round(ready, 1), "turn_ms": _spread(turns), "resident_mb": _memory(served.pid)}


def desk(settings: Settings, say: Progress) -> dict[str, Any]:
    """How fast news reaches residents and caseworkers, with 50 caseworkers and 500 open conversations following."""
    say("Starting the application")
    with _served(settings) as served:
        database = EmbeddedPostgres(served.folder / "postgres")
        try:
            say(f"Following {CONVERSATIONS} conversations at {CASEWORKERS} desks")
            return {**asyncio.run(measure_desk(served.base, database.start())), "resident_mb": _memory(served.pid)}
        finally:
            database.stop()


@dataclass(frozen=True)
class Served:
    """An application of its own: where it is, its folder and its process."""

    base: str
    folder: Path
    pid: int


@contextmanager
def _served(settings: Settings) -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="reeve-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        scratch = Path(folder)
        for name in ("models", "index", "vectors", "graphs"):
            (settings.data_dir / name).mkdir(parents=True, exist_ok=True)
            (scratch / name).symlink_to(settings.data_dir / name)
        process = _serve(scratch, port)
        try:
            base = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=base, timeout=30) as client:
                _wait_until_ready(client)
            yield Served(base, scratch, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)


def redaction(settings: Settings, say: Progress) -> dict[str, Any]:
    """How fast the redactor is by itself, and whether long and hostile messages cost no more than their length."""
    say("Measuring redaction by itself")
    return measure_redaction(make_redactor(make_council(settings)))


def bookings(settings: Settings, say: Progress) -> dict[str, Any]:
    """The diary: searches over a year that is half full, booking from first to last; and turns of a booking in the
    chat, over HTTP."""
    diary = measure_bookings(make_council(settings), settings.council_pack, say)
    say("Starting the application")
    with _served(settings) as served:
        return {**diary, "booking_turn_ms": booking_turns(served.base, settings.council_pack, say)}


def _serve(scratch: Path, port: int) -> subprocess.Popen[bytes]:
    mine = {
        "REEVE_DATA_DIR": str(scratch),
        "REEVE_PORT": str(port),
        "REEVE_DEMO": "false",
        "DATABASE_URL": "",
        "REEVE_LIMIT_CONVERSATIONS": "0",
        "REEVE_LIMIT_MESSAGES": "0",
        "REEVE_UNDO_SEND_SECONDS": "0",  # a reply that waits to be taken back would be measured as slow
    }
    command = [sys.executable, "-m", "api", "serve"]
    return subprocess.Popen(command, env={**os.environ, **mine}, stderr=subprocess.DEVNULL)  # noqa: S603


def _wait_until_ready(client: httpx.Client) -> None:
    for _ in range(PATIENCE * 5):
        try:
            if client.get("/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("The application was not ready in time.")


def _turn(client: httpx.Client, text: str) -> float:
    """Milliseconds of one turn in a conversation of its own."""
    started = client.post("/api/v1/conversations").raise_for_status().json()
    headers = {"Authorization": f"Bearer {started['token']}", "Idempotency-Key": uuid.uuid4().hex}
    begin = time.perf_counter()
    path = f"/api/v1/conversations/{started['id']}/messages"
    client.post(path, json={"text": text}, headers=headers).raise_for_status()
    return (time.perf_counter() - begin) * 1000


def _spread(values: Sequence[float]) -> dict[str, Any]:
    ordered = sorted(values)
    at = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
    return {
        "turns": len(ordered),
        **{name: round(ordered[int(share * (len(ordered) - 1))], 1) for name, share in at.items()},
    }


def _memory(pid: int) -> int:
    """Resident megabytes of the process, as Linux counts them."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


BENCHES: Mapping[str, Callable[[Settings, Progress], dict[str, Any]]] = {
    "turn": turn,
    "desk": desk,
    "search": search,
    "redaction": redaction,
    "bookings": bookings,
}
