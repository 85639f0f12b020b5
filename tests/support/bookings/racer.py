"""A process that holds and confirms the same slot over and over, until somebody kills it."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from uuid import uuid4

from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.errors import SlotGone
from api.bookings.engine.hold import HoldRequest
from tests.support.bookings.counter import TWENTY, Counter


async def race(url: str, slot: str) -> None:
    """Books until nothing is free; every answer is told on a line."""
    counter = Counter(url, TWENTY, paying=False, pool=2)
    await counter.bookings.free("talk", {})
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    while True:
        try:
            held = await counter.bookings.hold(HoldRequest("talk", slot, secrets.token_hex(8), {}, uuid4()))
            booking = await counter.bookings.confirm(held.reference, "k", ConfirmedDetails({}, secrets.token_hex(8)))
        except SlotGone:
            await asyncio.sleep(0.005)
            continue
        print(booking.reference, flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(race(os.environ["RACE_URL"], sys.argv[1]))
