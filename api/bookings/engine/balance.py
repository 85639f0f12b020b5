"""The rest after a deposit: paid on the booking's page, and told of before it is due."""

from __future__ import annotations

from dataclasses import dataclass

from api.bookings.engine.confirm import ask_for_money
from api.bookings.engine.context import BookingContext
from api.bookings.engine.errors import BookingNotFound, NotPossible
from api.bookings.engine.repository import BookingRepository
from api.bookings.rules.owed import left, remind_on
from api.bookings.wording import say
from api.db.tables.bookings import Booking, Charge
from api.kernel.times import day


@dataclass(frozen=True)
class Balance:
    """A payment of the balance that comes when nothing is left to pay goes back."""

    context: BookingContext

    async def pay_at(self, reference: str) -> str:
        """Where to pay all that is left. Raises BookingNotFound, or NotPossible when that is nothing."""
        context = self.context
        await context.digests.open()
        async with context.database.transaction() as session:
            repository = BookingRepository(session)
            await repository.lock({f"booking {reference}"})
            booking = await repository.find(reference, lock=True)
            if booking is None:
                raise BookingNotFound()
            if not left(booking) or context.payments is None or self._begun(booking):
                raise NotPossible(say("errors.nothing_to_pay"))
            for known in await repository.payments(reference):
                if known.balance and known.state == "started" and known.pence == left(booking):
                    return known.address
            await self.drop(repository, reference)
            return (await ask_for_money(context, repository, booking, left(booking), balance=True)).address

    def takes(self, booking: Booking, payment: Charge) -> bool:
        """Whether money that came is the booking's; if so it counts from now on."""
        if not payment.balance or not payment.pence <= left(booking):
            return False
        booking.due += payment.pence
        booking.updated_at = self.context.clock()
        return True

    async def drop(self, repository: BookingRepository, reference: str) -> None:
        """A payment of the balance that is under way is waited for no more."""
        for known in await repository.payments(reference):
            if known.balance and known.state == "started":
                known.state = "dropped"

    async def remind(self) -> int:
        """Queues the notices that are due; returns how many."""
        at, count = self.context.clock(), 0
        await self.context.digests.open()
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            for booking in await repository.owing(at):
                service = self.context.service(booking.service)
                on = remind_on(service, booking, self.context.timetable.calendar)
                if left(booking) and on is not None and on <= day(at):
                    booking.balance_told_at = at
                    await self.context.tell(repository, booking, "balance")
                    count += 1
        return count

    def _begun(self, booking: Booking) -> bool:
        return booking.starts_at is not None and booking.starts_at <= self.context.clock()
