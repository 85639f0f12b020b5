"""The golden sets, and what becomes of their rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.assistant import Assistant
from bot.training.evaluate import Row, read_rows
from bot.turn import Enquiry, Response, Turn
from knowledge.measuring.evaluate import GOLDEN


def queries() -> dict[Path, list[Row]]:
    """The golden queries of the search, by their file."""
    return {file: read_rows(file) for file in sorted(GOLDEN.glob("*.jsonl"))}


def turns(assistant: Assistant, rows: Sequence[Row]) -> list[Turn]:
    """Each row as the first message of a conversation of its own."""
    loop = asyncio.new_event_loop()
    made = [loop.run_until_complete(assistant.reception.receive(Enquiry(row["text"]))) for row in rows]
    loop.close()
    return made


def with_others(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Each row with the service of a row far away, as if the conversation had been about that."""
    services = [row["service"] for row in rows]
    shifted = services[len(rows) // 2 :] + services[: len(rows) // 2]
    return [(row, other) for row, other in zip(rows, shifted, strict=True) if row["service"] != other]


@dataclass(frozen=True, slots=True)
class Timed:
    """A response, the milliseconds that a resident waits for it, and those of the processor's work.

    On a busy machine the first grow and the second do not.
    """

    response: Response
    milliseconds: float
    processor_milliseconds: float


def responses(assistant: Assistant, rows: Sequence[Row]) -> list[Timed]:
    """What the dialogue makes of each row by itself; the gate and redaction are not in the times."""
    loop, made = asyncio.new_event_loop(), []
    for row in rows:
        safe = assistant.redactor.redact(row["text"]).text
        began, worked = time.perf_counter(), time.process_time()
        response = loop.run_until_complete(assistant.engine.respond(safe, None, []))
        spent, work = time.perf_counter() - began, time.process_time() - worked
        made.append(Timed(response, spent * 1000, work * 1000))
    loop.close()
    return made
