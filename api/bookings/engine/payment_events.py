"""What comes of payments and of the clock: paid, unpaid, run out, reminded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.bookings.engine.amend import Amendments
from api.bookings.engine.confirm import ask_for_money
from api.bookings.engine.context import BookingContext, uses
from api.bookings.engine.errors import SlotGone
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slots import Slot
from api.bookings.rules.cutoffs import last_moment
from api.bookings.rules.price import in_pounds
from api.bookings.rules.rules import NoticePeriod
from api.db.tables.bookings import Booking, Charge
from api.kernel.errors import NotFound
from api.kernel.outside_faults import Fault

log = structlog.get_logger(__name__)
BATCH = 200
PROVIDER = "payments"
_LONGEST_REMINDER = timedelta(days=40)


@dataclass(frozen=True)
class PaymentEvents:
    """Every part may run twice, or at the same time elsewhere, without harm."""

    context: BookingContext
    amendments: Amendments

    async def payment_ended(self, session: AsyncSession, payment_reference: str, state: str) -> None:
        """What payments tell, in the transaction that records it: both count, or neither."""
        await (self.paid if state == "paid" else self.unpaid)(payment_reference, session)

    async def paid(self, payment_reference: str, within: AsyncSession | None = None) -> None:
        """The money has come: the booking or its amendment counts. What it was for may have gone; then it goes back."""
        async with self._transaction(within) as session:
            repository = BookingRepository(session)
            found = await self._opened(repository, payment_reference)
            if found is None or found[1].state == "paid":
                return
            booking, payment = found
            await repository.once(booking.reference, f"paid:{payment_reference}", "paid", PROVIDER)
            payment.state = "paid"
            booking.paid += payment.pence
            await self._after_payment(repository, booking, payment)

    async def _after_payment(self, repository: BookingRepository, booking: Booking, payment: Charge) -> None:
        if booking.state == "unpaid" or (booking.state == "expired" and await self._again(repository, booking)):
            booking.state, booking.held_until, booking.updated_at = "confirmed", None, self.context.clock()
            await self.context.tell(repository, booking, "confirmation")
        elif booking.change is not None and booking.change["payment"] == payment.reference:
            await self.amendments.apply_change(repository, booking)
        elif not self.amendments.balance.takes(booking, payment):
            await self.amendments.give_back(repository, booking, payment.pence, f"late:{payment.reference}")
            await self.context.tell(repository, booking, "refund", refund=in_pounds(payment.pence))

    async def _again(self, repository: BookingRepository, booking: Booking) -> bool:
        """Whether a booking that was let go a moment before its money came can have its time back."""
        slot = self._own_slot(booking)
        if slot is None:
            return booking.slot is None
        if slot.starts <= self.context.clock():
            return False
        try:
            async with repository.session.begin_nested():
                await self.context.take(repository, booking.reference, slot)
        except SlotGone:
            return False
        return True

    async def unpaid(self, payment_reference: str, within: AsyncSession | None = None) -> None:
        """The payment came to nothing. Until its time is over a booking can be paid in another way."""
        async with self._transaction(within) as session:
            repository = BookingRepository(session)
            found = await self._opened(repository, payment_reference)
            if found is None or found[1].state != "started":
                return
            booking, payment = found
            payment.state = "dropped"
            await repository.once(booking.reference, f"unpaid:{payment_reference}", "unpaid", PROVIDER)
            if self._overdue(booking):
                await self._let_go(repository, booking)
            elif booking.change is not None and booking.change["payment"] == payment_reference:
                await self.amendments.drop_change(repository, booking)

    async def try_again(self, reference: str) -> str:
        """An address to pay at, for what waits for money; empty when nothing does."""
        await self.context.digests.open()
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            booking = await repository.find(reference, lock=True)
            if booking is None or (booking.state != "unpaid" and booking.change is None):
                return ""
            if self._overdue(booking):
                return ""
            waiting = [each for each in await repository.payments(reference) if each.state == "started"]
            if not waiting and booking.state == "unpaid":
                waiting = [await ask_for_money(self.context, repository, booking, booking.due)]
            return waiting[0].address if waiting else ""

    async def expire(self) -> int:
        """Lets go of holds that have run out, and of what nobody paid for in time; returns how many."""
        at = self.context.clock()
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            gone = await repository.drop_holds(await repository.stale_holds(at, BATCH), at)
            waiting = await repository.waiting_for_money(at, BATCH)
            unpaid = await repository.paid_by_nobody(at, BATCH)
        for reference in waiting:
            gone += await self._ask(reference)
        for reference in unpaid:
            gone += await self._drop(reference)
        return gone

    async def _ask(self, payment_reference: str) -> int:
        """Ends the payment before letting go; while the provider cannot be asked it waits for the next time."""
        if self.context.payments is None:
            return 0
        try:
            state = await self.context.payments.close(payment_reference)
        except (Fault, NotFound) as problem:
            log.warning("payment_not_closed", error=type(problem).__name__)
            return 0
        if state == "paid":
            await self.paid(payment_reference)
            return 0
        await self.unpaid(payment_reference)
        return 1

    async def _drop(self, reference: str) -> int:
        """Lets go of a booking whose payments came to nothing, unless another has been begun."""
        async with self._transaction() as session:
            repository = BookingRepository(session)
            booking = await repository.find(reference, lock=True)
            payments = await repository.payments(reference)
            if booking is None or not self._overdue(booking) or any(each.state == "started" for each in payments):
                return 0
            await self._let_go(repository, booking)
        return 1

    async def _let_go(self, repository: BookingRepository, booking: Booking) -> None:
        await repository.release(booking.reference)
        booking.state, booking.held_until, booking.updated_at = "expired", None, self.context.clock()
        await self.context.tell(repository, booking, "expiry")

    def _overdue(self, booking: Booking) -> bool:
        until = booking.held_until
        return booking.state == "unpaid" and until is not None and until <= self.context.clock()

    @asynccontextmanager
    async def _transaction(self, within: AsyncSession | None = None) -> AsyncIterator[AsyncSession]:
        """The caller's transaction, or one of our own."""
        await self.context.digests.open()  # a notice may be sent, with a link
        if within is not None:
            yield within
        else:
            async with self.context.database.transaction() as session:
                yield session

    async def remind(self) -> int:
        """Queues the reminders that are due; returns how many."""
        at, count = self.context.clock(), 0
        async with self._transaction() as session:
            repository = BookingRepository(session)
            for booking in await repository.to_remind(at, at + _LONGEST_REMINDER):
                before = self.context.service(booking.service).remind
                if before is None or booking.starts_at is None:
                    continue
                if at < last_moment(NoticePeriod(notice=before), booking.starts_at, self.context.timetable.calendar):
                    continue
                booking.reminded_at = at
                await self.context.tell(repository, booking, "reminder")
                count += 1
        return count

    async def _opened(self, repository: BookingRepository, payment_reference: str) -> tuple[Booking, Charge] | None:
        """The payment and its booking, locked with all that they may take up."""
        seen = await repository.payment(payment_reference)
        booking = await repository.find(seen.booking) if seen else None
        if booking is None:
            return None
        taken = uses(self._own_slot(booking), self._next_slot(booking))
        await repository.lock({f"booking {booking.reference}", *taken})
        locked = await repository.find(booking.reference, lock=True)
        payment = await repository.payment(payment_reference, lock=True)
        return (locked, payment) if locked and payment else None

    def _own_slot(self, booking: Booking) -> Slot | None:
        return self.context.slot_of(booking)

    def _next_slot(self, booking: Booking) -> Slot | None:
        change = booking.change
        if change is None or not change["slot"]:
            return None
        return self.context.timetable.find(booking.service, change["slot"], change["answers"])
