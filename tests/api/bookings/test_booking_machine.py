"""Hold, confirm, amend, cancel, expire, pay and change places in any order: what must never break does not."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text

from api.bookings.engine.amend import Amendment
from api.bookings.engine.capacity import CapacityChange as MoreOrFewer
from api.bookings.engine.capacity import change_places, undo_change
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.repository import BookingRepository
from api.bookings.rules.rules import BookingRules
from api.db.tables.bookings import Booking, CapacityBlock, Charge
from api.kernel.errors import ReeveError
from tests.support.bookings.counter import NOW, Counter, empty

T = TypeVar("T")
SMALL = BookingRules.model_validate(
    {
        "resources": {"room": {"title": "Room", "units": "2"}, "clerk": {"title": "Clerk", "units": "1"}},
        "services": {
            "talk": {
                "title": "Talk",
                "fields": [
                    {"name": "long", "kind": "yes_no", "label": "Long", "ask": "Long?"},
                    {"name": "bags", "kind": "number", "label": "Bags", "ask": "Bags?"},
                    {"name": "slot", "kind": "slot", "label": "Time", "ask": "When?"},
                ],
                "slots": [
                    {
                        "name": "talk", "uses": ["room", "clerk"], "from": "10:00", "until": "12:00",
                        "lasts": "30 minutes", "longer": [{"when": {"long": "yes"}, "lasts": "60 minutes"}],
                    },
                    {"name": "walk", "uses": ["room"], "times": ["10:15"], "lasts": "30 minutes"},
                ],
                "price": [
                    {"rule": "per-item", "field": "bags", "first": "£10", "each": "£5"},
                    {"rule": "deposit", "price": "£4", "when": {"long": "yes"}},
                ],
                "change": {"notice": "0 minutes"},
                "cancel": {"notice": "0 minutes"},
            }
        },
    }
)  # fmt: skip
SOME = st.integers(0, 10**6)


class Loop:
    """An event loop of its own: the machine's steps are not coroutines."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        """What it comes to."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(timeout=60)

    def close(self) -> None:
        """Ends the loop."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()


class Machine(RuleBasedStateMachine):
    """Commands in any order, with any choice of booking."""

    database_url = ""
    loop: Loop

    @initialize()
    def open(self) -> None:
        """An empty diary."""
        self.counter = Counter(self.database_url, SMALL, pool=2)
        self.loop.run(empty(self.counter))
        self.known: list[str] = []
        self.seen: dict[tuple[str, datetime], set[int]] = {}

    def teardown(self) -> None:
        """Closes connections."""
        if hasattr(self, "counter"):
            self.loop.run(self.counter.close())

    def _try(self, act: Coroutine[Any, Any, Any]) -> Any:
        """What the command comes to; None where it is refused."""
        try:
            return self.loop.run(act)
        except ReeveError:
            return None

    def _one(self, number: int) -> str:
        return self.known[number % len(self.known)]

    def _slot(self, number: int, answers: dict[str, str]) -> str:
        found = self.loop.run(self.counter.bookings.free("talk", answers))
        return found[number % len(found)].code if found else f"{NOW:%Y%m%dT1000Z}-talk"

    @rule(number=SOME, long=st.sampled_from(["yes", "no"]), bags=st.integers(0, 3))
    def hold(self, number: int, long: str, bags: int) -> None:
        """Holds one of the soonest times."""
        answers = {"long": long, "bags": str(bags)}
        wanted = HoldRequest("talk", self._slot(number, answers), secrets.token_hex(6), answers, uuid4())
        held = self._try(self.counter.bookings.hold(wanted))
        if held is not None:
            self.known.append(held.reference)

    @precondition(lambda self: self.known)
    @rule(number=SOME, bags=st.integers(0, 3), twice=st.booleans(), long=st.sampled_from(["yes", "no"]))
    def confirm(self, number: int, bags: int, twice: bool, long: str) -> None:
        """Confirms what is held, perhaps twice."""
        for _ in range(1 + twice):
            agreed = ConfirmedDetails({"long": long, "bags": str(bags)}, "home", "NB1 2CD")
            self._try(self.counter.bookings.confirm(self._one(number), "c", agreed))

    @precondition(lambda self: self.known)
    @rule(number=SOME, other=SOME, long=st.sampled_from(["yes", "no"]), bags=st.integers(0, 3))
    def amend(self, number: int, other: int, long: str, bags: int) -> None:
        """Another time and other answers."""
        answers = {"long": long, "bags": str(bags)}
        amendment = Amendment(self._slot(other, answers) if other % 2 else None, answers)
        self._try(self.counter.bookings.amend(self._one(number), secrets.token_hex(6), amendment))

    @precondition(lambda self: self.known)
    @rule(number=SOME)
    def cancel(self, number: int) -> None:
        """Cancels it, whatever it is."""
        self._try(self.counter.bookings.cancel(self._one(number), "x"))

    @precondition(lambda self: self.known)
    @rule(number=SOME)
    def ask_for_the_balance(self, number: int) -> None:
        """Begins to pay what a deposit left."""
        self._try(self.counter.bookings.balance.pay_at(self._one(number)))

    @precondition(lambda self: self.counter.till.asked)
    @rule(number=SOME, told=st.booleans())
    def pay(self, number: int, told: bool) -> None:
        """Pays anything that was ever asked for; the word of it may be lost."""
        payment = sorted(self.counter.till.asked)[number % len(self.counter.till.asked)]
        self.counter.till.states[payment] = "paid"
        if told:
            self.loop.run(self.counter.bookings.paid(payment))

    @rule(minutes=st.sampled_from([1, 10, 50]))
    def expire(self, minutes: int) -> None:
        """Time passes, and the job comes by."""
        self.counter.clock.forward(minutes=minutes)
        self.loop.run(self.counter.bookings.expire())

    @rule(
        resource=st.sampled_from(["room", "clerk"]), more=st.booleans(), units=st.sampled_from([1, 2, None]), day=SOME,
        many=st.sampled_from([1, 1, 400]),
    )  # fmt: skip
    def change_places(self, resource: str, more: bool, units: int | None, day: int, many: int) -> None:
        """Staff put places in or take them out, for a day or for good."""
        since = self.counter.clock().replace(hour=0, minute=0) + timedelta(days=day % 2)
        wanted = MoreOrFewer(resource, since, since + timedelta(days=many), more, units or (1 if more else None), "")
        self.loop.run(self._changed(wanted))

    @rule(number=SOME)
    def take_back(self, number: int) -> None:
        """Staff take a change back."""
        self.loop.run(self._undone(number))

    async def _changed(self, wanted: MoreOrFewer) -> None:
        before = await self._crowds()
        async with self.counter.database.transaction() as session:
            over = await change_places(self.counter.context, BookingRepository(session), wanted, "why", "sam")
        assert over <= max((len(each) for each in before.values()), default=0)

    async def _undone(self, number: int) -> None:
        async with self.counter.database.transaction() as session:
            blocks = (await session.scalars(select(CapacityBlock).order_by(CapacityBlock.id))).all()
            if blocks:
                await undo_change(self.counter.context, BookingRepository(session), blocks[number % len(blocks)])

    async def _crowds(self) -> dict[tuple[str, datetime], set[int]]:
        """The places taken at each start, by resource."""
        query = """select lane.resource, a.starts_at, array_agg(distinct b.lane_id) from booking_place a
                   join booking_lane lane on lane.id = a.lane_id
                   join booking_lane beside on beside.resource = lane.resource
                   join booking_place b on b.lane_id = beside.id
                        and b.starts_at <= a.starts_at and b.ends_at > a.starts_at
                   group by 1, 2"""
        async with self.counter.database.transaction() as session:
            rows = (await session.execute(text(query))).all()
        return {(resource, at): set(lanes) for resource, at, lanes in rows}

    async def _grown(self) -> None:
        """Nowhere has more been taken since the last step than there are places now."""
        now, units = await self._crowds(), self.counter.context.units
        async with self.counter.database.transaction() as session:
            blocks = (await session.scalars(select(CapacityBlock))).all()
        for (resource, at), lanes in now.items():
            met = [each for each in blocks if each.resource == resource and each.starts_at <= at < each.ends_at]
            fewer = sum(units[resource] + 9 if each.units is None else each.units for each in met if not each.more)
            places = max(0, units[resource] + sum(each.units or 0 for each in met if each.more) - fewer)
            assert len(lanes) <= max(places, len(self.seen.get((resource, at), ()))), (resource, at, places)
        self.seen = now

    @invariant()
    def nothing_overlaps_and_everybody_has_what_they_booked(self) -> None:
        """Places belong to bookings that live, each with all it needs; money adds up."""
        if hasattr(self, "counter"):
            self.loop.run(self._check())
            self.loop.run(self._grown())

    async def _check(self) -> None:
        async with self.counter.database.transaction() as session:
            bookings = (await session.scalars(select(Booking))).all()
            counts = "select reference, count(*) filter (where not pending) from booking_place group by reference"
            places = dict((await session.execute(text(counts))).all())
            payments = (await session.scalars(select(Charge))).all()
        for each in bookings:
            needs = 0 if each.state in ("cancelled", "expired") else 1 if "walk" in (each.slot or "") else 2
            assert places.get(each.reference, 0) == needs, (each.state, each.slot)
            mine = [payment for payment in payments if payment.booking == each.reference]
            assert each.paid == sum(payment.pence - payment.refunded for payment in mine if payment.state == "paid")
            if each.state == "confirmed" and each.change is None:
                assert each.paid == each.due
            if each.state in ("cancelled", "expired"):
                assert (each.paid, each.change) == (0, None)


@pytest.mark.parametrize("examples", [25])
def test_no_order_of_commands_breaks_the_diary(database_url: str, examples: int) -> None:
    Machine.database_url, Machine.loop = database_url, Loop()
    few = settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck),
        database=None,
    )  # fmt: skip
    run_state_machine_as_test(Machine, settings=few)
    Machine.loop.close()
