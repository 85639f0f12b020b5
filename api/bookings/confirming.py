"""Making a booking of a hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.bookings.answers import fitting
from api.bookings.errors import HoldGone
from api.bookings.ground import RESIDENT, Ground, uses
from api.bookings.models import Booking, Charge
from api.bookings.repository import BookingRepository
from api.bookings.slots import Slot
from bot.forms.form import Answers


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a resident confirmed. `home` (a UPRN or an address) and `postcode` become digests at once."""

    answers: Answers
    home: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)


@dataclass(frozen=True)
class Confirming:
    """Everything is looked at again before it counts: the time, the place, the limit, the price."""

    ground: Ground

    async def confirm(self, reference: str, key: str, agreed: Agreed) -> Booking:
        """The booking, confirmed or waiting for its payment; doing it again changes nothing.

        Raises HoldGone, SlotGone or LimitReached.
        """
        ground, digests = self.ground, await self.ground.digests.open()
        async with ground.database.transaction() as session:
            repository = BookingRepository(session)
            seen = await repository.find(reference)
            if seen is None:
                raise HoldGone()
            if seen.state in ("unpaid", "confirmed"):
                return seen
            answers = fitting(ground.service(seen.service), agreed.answers)
            slot = ground.bookable(seen.service, seen.slot, answers) if seen.slot else None
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
                cost = await ground.price(repository, booking, answers, slot.starts if slot else None)
                await self._secure(repository, booking, slot)
                ground.put(booking, answers, slot, cost)
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
            await self.ground.take(repository, booking.reference, slot)

    async def _ask_or_tell(self, repository: BookingRepository, booking: Booking) -> None:
        if booking.due and self.ground.payments is not None:
            booking.state, booking.held_until = "unpaid", self.ground.clock() + self.ground.rules.pay_time
            await ask_for_money(self.ground, repository, booking, booking.due)
        else:
            booking.state, booking.held_until = "confirmed", None
            await self.ground.tell(repository, booking, "confirmation")


async def ask_for_money(
    ground: Ground, repository: BookingRepository, booking: Booking, pence: int, *, balance: bool = False
) -> Charge:
    """Starts a payment. The first has the booking's reference, each later one a number behind it."""
    earlier = len(await repository.payments(booking.reference))
    reference = f"{booking.reference}-{earlier + 1}" if earlier else booking.reference
    asked = {"reference": reference, "booking": booking.reference, "pence": pence, "balance": balance}
    payment = Charge(**asked, created_at=ground.clock())
    if ground.payments is not None:
        title = ground.service(booking.service).title
        back = await ground.page(booking.reference)
        payment.address = await ground.payments.start(repository.session, reference, pence, title, back)
    repository.add(payment)
    await repository.flush()
    return payment
