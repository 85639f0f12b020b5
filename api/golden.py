"""The golden sets, and what becomes of their rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from api.settings import PROJECT
from api.wiring import Mind
from bot.evaluate import Row
from bot.turn import Enquiry, Response, Turn

GOLDEN = PROJECT / "tests" / "golden"


def turns(mind: Mind, rows: Sequence[Row]) -> list[Turn]:
    """Each row as the first message of a conversation of its own."""
    loop = asyncio.new_event_loop()
    made = [loop.run_until_complete(mind.reception.receive(Enquiry(row["text"]))) for row in rows]
    loop.close()
    return made


def responses(mind: Mind, rows: Sequence[Row]) -> list[tuple[Response, float]]:
    """The same without gate and redaction in the time: what the dialogue made of each row, and its milliseconds."""
    loop, made = asyncio.new_event_loop(), []
    for row in rows:
        safe = mind.redactor.redact(row["text"]).text
        began = time.perf_counter()
        response = loop.run_until_complete(mind.engine.respond(safe, None, []))
        made.append((response, (time.perf_counter() - began) * 1000))
    loop.close()
    return made
