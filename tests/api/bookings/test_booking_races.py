"""Many residents and few places; processes that die in the middle."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import sys
from collections import Counter as Count
from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.bookings.engine.capacity import CapacityChange as MoreOrFewer
from api.bookings.engine.capacity import change_places
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.errors import HoldGone, SlotGone
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.repository import BookingRepository
from tests.support.bookings.counter import TWENTY, Counter, empty

RESIDENTS = 200


async def overlaps(counter: Counter) -> int:
    """How many pairs of places share a lane at the same time."""
    query = """select count(*) from booking_place a join booking_place b on a.lane_id = b.lane_id and a.id < b.id
               and a.starts_at < b.ends_at and b.starts_at < a.ends_at"""
    async with counter.database.transaction() as session:
        return int(await session.scalar(text(query)) or 0)


async def states(counter: Counter) -> dict[str, int]:
    """How many bookings there are in each state."""
    async with counter.database.transaction() as session:
        rows = (await session.execute(text("select state, count(*) from booking group by state"))).all()
    return dict(rows)


async def test_two_hundred_residents_and_twenty_places_make_twenty_bookings(database_url: str) -> None:
    replicas = [Counter(database_url, TWENTY, paying=False, pool=8) for _ in range(2)]
    await empty(replicas[0])
    slot = (await replicas[0].bookings.free("talk", {}))[0].code
    ends: Count[str] = Count()

    async def resident(number: int) -> None:
        bookings = replicas[number % 2].bookings
        try:
            held = await bookings.hold(HoldRequest("talk", slot, secrets.token_hex(8), {}, uuid4()))
            await bookings.confirm(held.reference, "k", ConfirmedDetails({}, secrets.token_hex(8)))
            ends["booked"] += 1
        except SlotGone:
            ends["gone"] += 1

    gate = asyncio.Semaphore(40)

    async def queue(number: int) -> None:
        async with gate:
            await resident(number)

    await asyncio.gather(*(queue(number) for number in range(RESIDENTS)))
    assert ends == {"booked": 20, "gone": 180}
    assert await states(replicas[0]) == {"confirmed": 20}
    assert (await replicas[0].places(), await overlaps(replicas[0])) == (20, 0)
    for each in replicas:
        await each.close()


async def test_the_same_commands_sent_at_once_are_one(counter: Counter) -> None:
    code, chat = (await counter.bookings.free("ceremonies", {"kind": "vows", "place": "room"}))[0].code, uuid4()
    wanted = HoldRequest("ceremonies", code, "same", {"kind": "vows", "place": "room"}, chat)
    held = await asyncio.gather(*(counter.bookings.hold(wanted) for _ in range(5)))
    assert len({each.reference for each in held}) == 1
    agreed = ConfirmedDetails(wanted.answers, "home")
    await asyncio.gather(*(counter.bookings.confirm(held[0].reference, "same", agreed) for _ in range(5)))
    await asyncio.gather(*(counter.pay(held[0].reference) for _ in range(5)))
    booking = (await counter.bookings.account(held[0].reference)).booking
    assert (booking.state, booking.paid) == ("confirmed", 6000)
    assert counter.kinds(booking.reference) == ["confirmation"]
    await asyncio.gather(*(counter.bookings.cancel(booking.reference, "same") for _ in range(5)))
    assert counter.kinds(booking.reference) == ["confirmation", "cancellation"]


async def test_holds_that_run_out_while_others_wait_are_neither_lost_nor_given_twice(database_url: str) -> None:
    counter = Counter(database_url, TWENTY, paying=False, pool=8)
    await empty(counter)
    slot = (await counter.bookings.free("talk", {}))[0].code
    held = [await counter.hold("talk", {}, slot) for _ in range(20)]
    counter.clock.forward(minutes=16)

    async def confirm(reference: str) -> bool:
        try:
            await counter.bookings.confirm(reference, "k", ConfirmedDetails({}, secrets.token_hex(8)))
        except (HoldGone, SlotGone):
            return False
        return True

    async def another() -> bool:
        try:
            return await confirm((await counter.hold("talk", {}, slot)).reference)
        except SlotGone:
            return False

    acts = [*(confirm(each.reference) for each in held), *(another() for _ in range(20)), counter.bookings.expire()]
    random.shuffle(acts)
    await asyncio.gather(*acts)
    while await counter.bookings.expire():
        pass
    booked = (await states(counter)).get("confirmed", 0)
    assert booked == await counter.places() <= 20
    assert await overlaps(counter) == 0
    rest = [await another() for _ in range(21 - booked)]
    assert rest == [True] * (20 - booked) + [False]
    await counter.close()


async def test_places_that_come_and_go_while_many_book_are_never_given_twice(database_url: str) -> None:
    replicas = [Counter(database_url, TWENTY, paying=False, pool=8) for _ in range(2)]
    await empty(replicas[0])
    slot = (await replicas[0].bookings.free("talk", {}))[0]
    day = slot.starts - timedelta(hours=1), slot.ends + timedelta(hours=1)
    most = 20

    async def change(number: int, more: bool, units: int) -> None:
        context = replicas[number % 2].context
        async with context.database.transaction() as session:
            wanted = MoreOrFewer("hall", *day, more, units, "")
            await change_places(context, BookingRepository(session), wanted, "why", "sam")

    async def resident(number: int) -> bool:
        try:
            await replicas[number % 2].hold("talk", {}, slot.code)
        except SlotGone:
            return False
        return True

    acts = [*(resident(number) for number in range(40)), change(0, True, 3), change(1, False, 5), change(0, True, 4)]
    random.shuffle(acts)
    for start in range(0, len(acts), 15):
        await asyncio.gather(*acts[start : start + 15])
    assert await replicas[0].places() <= most + 7
    assert await overlaps(replicas[0]) == 0
    while await resident(1):
        pass
    places = await replicas[0].places()
    assert most + 7 - 5 <= places <= most + 7
    await change(1, True, 2)
    after = [await resident(number) for number in range(4)]
    assert sum(after) == max(0, most + 7 - 5 + 2 - places)  # what is too many is counted first
    for each in replicas:
        await each.close()


@pytest.mark.parametrize("how", ["no_place_left", "closed", "extra_without_a_change"])
async def test_postgresql_itself_counts_the_places(database_url: str, how: str) -> None:
    counter = Counter(database_url, TWENTY, paying=False)
    await empty(counter)
    held = await counter.hold("talk", {})
    async with counter.database.transaction() as session:
        if how == "no_place_left":
            for _ in range(19):
                await counter.hold("talk", {}, held.slot)
        if how == "closed":
            block = """insert into booking_block (resource, starts_at, ends_at, why, created_by, created_at)
                       values ('hall', now() - interval '9 years', now() + interval '99 years', 'w', 'sam', now())"""
            await session.execute(text(block))
    lane = "insert into booking_lane (resource, number, extra) values ('hall', 20, true) returning id"
    place = """insert into booking_place (lane_id, reference, starts_at, ends_at, pending)
               select :lane, reference, starts_at, ends_at, false from booking_place where reference = :reference"""
    free = how == "extra_without_a_change"
    async with counter.database.transaction() as session:
        id_of = await session.scalar(text(lane))
    refused = nullcontext() if free else pytest.raises(IntegrityError, match="no place is left")
    with refused:
        async with counter.database.transaction() as session:  # 1 of 20 is taken: which lane it is does not matter
            await session.execute(text(place), {"lane": id_of, "reference": held.reference})
    await counter.close()


@pytest.mark.parametrize("seed", [1])
async def test_processes_killed_at_any_moment_leave_no_place_lost_and_none_given_twice(
    database_url: str, seed: int
) -> None:
    counter = Counter(database_url, TWENTY, paying=False)
    await empty(counter)
    slot = (await counter.bookings.free("talk", {}))[0].code
    racers = [await racer(database_url, slot) for _ in range(2)]
    for each in racers:
        assert each.stdout and (await each.stdout.readline()).strip() == b"ready"
    chance, told = random.Random(seed), 0
    for each in racers:
        assert each.stdin and each.stdout
        each.stdin.write(b"go\n")
        await each.stdin.drain()
        assert await each.stdout.readline()
        await asyncio.sleep(chance.random() / 20)
        each.kill()
        told += 1 + len((await each.stdout.read()).splitlines())
        await each.wait()
    counter.clock.forward(minutes=20)
    while await counter.bookings.expire():
        pass
    booked = (await states(counter)).get("confirmed", 0)
    assert await states(counter) == {"confirmed": booked}
    assert 2 <= told <= booked == await counter.places() <= 20
    assert await overlaps(counter) == 0
    for _ in range(20 - booked):
        await counter.hold("talk", {}, slot)
    with pytest.raises(SlotGone):
        await counter.hold("talk", {}, slot)
    await counter.close()


async def racer(database_url: str, slot: str) -> asyncio.subprocess.Process:
    """A process that waits for the word to start."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.support.bookings.racer", slot,
        env={**os.environ, "RACE_URL": database_url},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
