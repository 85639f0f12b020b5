"""The golden sets, and what becomes of their rows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from api.settings import PROJECT
from api.wiring import Mind
from bot.evaluate import Row
from bot.turn import Enquiry, Turn

GOLDEN = PROJECT / "tests" / "golden"


def turns(mind: Mind, rows: Sequence[Row]) -> list[Turn]:
    """Each row as the first message of a conversation of its own."""
    loop = asyncio.new_event_loop()
    made = [loop.run_until_complete(mind.reception.receive(Enquiry(row["text"]))) for row in rows]
    loop.close()
    return made
