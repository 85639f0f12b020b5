"""How fast the diary is: searches over a year that is half full, and booking from first to last; no chat, no HTTP."""

from __future__ import annotations

import asyncio
import random
import secrets
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from api.bookings.engine.bookings import Bookings
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.context import BookingContext
from api.bookings.engine.digests import DigestKeeper
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slot_search import SlotWish
from api.bookings.engine.slots import Slot, Timetable, days
from api.bookings.rules.load import load_bookings
from api.db.base import now
from api.db.embedded import EmbeddedPostgres
from api.db.migrate import migrate
from api.db.session import Database
from api.db.tables.bookings import Booking, LanePlace
from api.kernel.times import day
from api.measuring.bench.booking_chat import counted
from api.vault.keys import Key
from api.vault.secrets import Secrets
from bot.council import Council
from bot.reception.references import NewReference

SEARCHES, BOOKINGS = 300, 200
YEAR = timedelta(days=364)
SERVICE, ANSWERS = "ceremonies", {"kind": "naming", "place": "room"}  # bookable two years ahead


def bench(council: Council, pack: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Milliseconds of searching and of booking, on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="reeve-bench-") as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres")
        url = server.start()
        try:
            migrate(url)
            return asyncio.run(_measure(council, pack, url, say))
        finally:
            server.stop()


async def _measure(council: Council, pack: Path, url: str, say: Callable[[str], None]) -> dict[str, Any]:
    rules = load_bookings(pack, council.pack.facts, council.slugs)
    database = Database(url, 5)
    keeper = DigestKeeper(Secrets(Key.new()), database)
    new = NewReference(council.reference_prefix)
    bookings = Bookings(BookingContext(database, Timetable(rules), keeper, new))
    say("Filling a year of the diary")
    filled = await _fill(bookings)
    say(f"{filled:,} bookings; searching and booking")
    today, chance = day(now()), random.Random(7)  # noqa: S311
    searches = []
    for _ in range(SEARCHES):
        first = today + timedelta(days=chance.randrange(350))
        begin = time.perf_counter()
        await bookings.free(SERVICE, ANSWERS, SlotWish(since=first, until=today + YEAR, most=6, a_day=2))
        searches.append(time.perf_counter() - begin)
    whole = []
    for _ in range(SEARCHES):
        begin = time.perf_counter()
        await bookings.free(SERVICE, ANSWERS, SlotWish(until=today + YEAR, most=10_000))
        whole.append(time.perf_counter() - begin)
    booked = [await _book(bookings) for _ in range(BOOKINGS)]
    await bookings.context.database.close()
    return {
        "bookings": filled,
        "next_free_times_ms": _ms(searches),
        "slot_search_over_a_year_ms": _ms(whole),
        "hold_and_confirm_ms": _ms(booked),
    }


async def _fill(bookings: Bookings) -> int:
    """Takes half of the places of a year, straight in the tables."""
    context, chance, at = bookings.context, random.Random(3), now()  # noqa: S311
    rows: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    async with context.database.transaction() as session:
        lanes = await context.lanes(BookingRepository(session))

        def take(slot: Slot, service: str) -> None:
            reference = context.new_reference()
            rows.append({"reference": reference, "key": reference, "service": service, "state": "confirmed"})
            rows[-1] |= {"answers": {}, "starts_at": slot.starts, "ends_at": slot.ends, "slot": slot.code}
            for name in slot.uses:
                place = {"lane_id": lanes[name][0].id, "reference": reference, "pending": False}
                places.append(place | {"starts_at": slot.starts, "ends_at": slot.ends})

        for each in days(day(at), day(at) + YEAR):
            for service, answers in ((SERVICE, ANSWERS), ("birth-registration", {}), ("recycling-centre", _TIP)):
                for slot in context.timetable.on(service, each, answers):
                    if chance.random() < 0.5:
                        take(slot, service)
        for start in range(0, len(rows), 1000):
            await session.execute(insert(Booking), rows[start : start + 1000])
        for start in range(0, len(places), 1000):
            await session.execute(insert(LanePlace), places[start : start + 1000])
    return len(rows)


async def _book(bookings: Bookings) -> float:
    answers = dict(_TIP)
    begin = time.perf_counter()
    slot = (await bookings.free("recycling-centre", answers, SlotWish(most=1)))[0]
    held = await bookings.hold(HoldRequest("recycling-centre", slot.code, secrets.token_hex(8), answers))
    await bookings.confirm(
        held.reference, secrets.token_hex(8), ConfirmedDetails(answers, secrets.token_hex(6), "NB1 2CD")
    )
    return time.perf_counter() - begin


def _ms(seconds: list[float]) -> dict[str, float]:
    return counted([1000 * each for each in seconds])


_TIP = {"site": "quarry-lane"}
