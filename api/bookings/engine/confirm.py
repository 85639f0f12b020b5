"""Making a booking of a hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.bookings.chat.answers import fitting
from api.bookings.engine.context import RESIDENT, BookingContext, uses
from api.bookings.engine.errors import HoldGone
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slots import Slot
from api.db.tables.bookings import Booking, Charge
from bot.forms.form import Answers


@dataclass(frozen=True, slots=True)
class ConfirmedDetails:
    """What a resident confirmed. `home` (a UPRN or an address) and `postcode` become digests at once."""

    answers: Answers
    home: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)


@dataclass(frozen=True)
class Confirmation:
    """Everything is looked at again before it counts: the time, the place, the limit, the price."""

    context: BookingContext

    async def confirm(self, reference: str, key: str, agreed: ConfirmedDetails) -> Booking:
        """The booking, confirmed or waiting for its payment; doing it again changes nothing.

        Raises HoldGone, SlotGone or LimitReached.
        """
        context, digests = self.context, await self.context.digests.open()
        async with context.database.transaction() as session:
            repository = BookingRepository(session)
            seen = await repository.find(reference)
            if seen is None:
                raise HoldGone()
            if seen.state in ("unpaid", "confirmed"):
                return seen
            answers = fitting(context.service(seen.service), agreed.answers)
            slot = context.bookable(seen.service, seen.slot, answers) if seen.slot else None
            home = digests.household(agreed.home) if agreed.home else None
            await repository.lock({f"home {home}", *uses(slot)} if home else uses(slot))
            booking = await repository.find(reference, lock=True)
            if booking is None or booking.state not in ("held", "unpaid", "confirmed"):
                raise HoldGone()
            if booking.state != "held":  # the same command, a moment ago
                return booking
            booking.household = home
            booking.proof = digests.proof(reference, agreed.postcode) if agreed.postcode else None
            with session.no_autoflush:  # nothing below reads the booking: its row is written once
                cost = await context.price(repository, booking, answers, slot.starts if slot else None)
                await self._secure(repository, booking, slot)
                context.put(booking, answers, slot, cost)
                await repository.once(reference, f"confirm:{key}", "booked", RESIDENT, {"price": cost.total})
                await self._ask_or_tell(repository, booking)
        return booking

    async def _secure(self, repository: BookingRepository, booking: Booking, slot: Slot | None) -> None:
        """The held places for good; others where the slot became longer meanwhile or the hold had run out."""
        if slot is None:
            return
        same = booking.ends_at == slot.ends
        if not same or await repository.settle(booking.reference) != len(slot.uses):
            await repository.release(booking.reference)
            await self.context.take(repository, booking.reference, slot)

    async def _ask_or_tell(self, repository: BookingRepository, booking: Booking) -> None:
        if booking.due and self.context.payments is not None:
            booking.state, booking.held_until = "unpaid", self.context.clock() + self.context.rules.pay_time
            await ask_for_money(self.context, repository, booking, booking.due)
        else:
            booking.state, booking.held_until = "confirmed", None
            await self.context.tell(repository, booking, "confirmation")


async def ask_for_money(
    context: BookingContext, repository: BookingRepository, booking: Booking, pence: int, *, balance: bool = False
) -> Charge:
    """Starts a payment. The first has the booking's reference, each later one a number behind it."""
    earlier = len(await repository.payments(booking.reference))
    reference = f"{booking.reference}-{earlier + 1}" if earlier else booking.reference
    asked = {"reference": reference, "booking": booking.reference, "pence": pence, "balance": balance}
    payment = Charge(**asked, created_at=context.clock())
    if context.payments is not None:
        title = context.service(booking.service).title
        back = await context.page(booking.reference)
        payment.address = await context.payments.start(repository.session, reference, pence, title, back)
    repository.add(payment)
    await repository.flush()
    return payment
