"""Bookings: the whole engine in one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.bookings.balance import Balance
from api.bookings.changing import Again, Amendment, Changing
from api.bookings.confirming import Agreed, Confirming
from api.bookings.errors import BookingNotFound
from api.bookings.ground import RESIDENT, Ground
from api.bookings.holding import Holding, Wanted
from api.bookings.models import Booking, BookingEvent, Charge
from api.bookings.ports import Returned
from api.bookings.repository import BookingRepository
from api.bookings.searching import Searching, Wish
from api.bookings.settling import Settling
from api.bookings.slots import Slot
from bot.forms.form import Answers
from bot.references import is_reference


@dataclass(frozen=True, slots=True)
class Account:
    """A booking with what happened to it and what was paid."""

    booking: Booking
    events: tuple[BookingEvent, ...]
    payments: tuple[Charge, ...]
    returned: tuple[Returned, ...] = ()


class Bookings:
    """One transaction a command; each may be sent twice."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.searching, self.holding, self.confirming = Searching(ground), Holding(ground), Confirming(ground)
        self.balance = Balance(ground)
        self.changing = Changing(ground, self.balance)
        self.settling = Settling(ground, self.changing)

    async def free(self, service: str, answers: Answers, wish: Wish = Wish(), but: str = "") -> list[Slot]:  # noqa: B008
        """Free slots."""
        return await self.searching.free(service, answers, wish, but)

    async def hold(self, wanted: Wanted) -> Booking:
        """Holds a slot. Raises SlotGone."""
        return await self.holding.hold(wanted)

    async def confirm(self, reference: str, key: str, agreed: Agreed) -> Booking:
        """Books what is held. Raises HoldGone, SlotGone or LimitReached."""
        return await self.confirming.confirm(reference, key, agreed)

    async def amend(self, reference: str, key: str, amendment: Amendment, by: str = RESIDENT) -> Booking:
        """Changes a booking. Raises BookingNotFound, NotPossible, TooLate, SlotGone or LimitReached."""
        try:
            return await self.changing.amend(reference, key, amendment, by)
        except Again:
            return (await self.account(reference)).booking

    async def cancel(self, reference: str, key: str, by: str = RESIDENT) -> Booking:
        """Cancels a booking. Raises BookingNotFound, NotPossible or TooLate."""
        try:
            return await self.changing.cancel(reference, key, by)
        except Again:
            return (await self.account(reference)).booking

    async def missed(self, reference: str, by: str) -> Booking:
        """Nobody came. Raises BookingNotFound or NotPossible."""
        try:
            return await self.changing.missed(reference, by)
        except Again:
            return (await self.account(reference)).booking

    async def paid(self, payment_reference: str) -> None:
        """The money has come."""
        await self.settling.paid(payment_reference)

    async def unpaid(self, payment_reference: str) -> None:
        """The money will not come."""
        await self.settling.unpaid(payment_reference)

    async def expire(self) -> int:
        """Lets go of what has run out; returns how many."""
        return await self.settling.expire()

    async def remind(self) -> int:
        """Queues the reminders that are due, of balances as well; returns how many."""
        return await self.settling.remind() + await self.balance.remind()

    async def account(self, reference: str) -> Account:
        """A booking and its history. Raises BookingNotFound."""
        async with self.ground.database.transaction() as session:
            repository = BookingRepository(session)
            booking = await repository.find(reference)
            if booking is None:
                raise BookingNotFound()
            events, payments = await repository.events(reference), await repository.payments(reference)
            returned: Sequence[Returned] = ()
            if self.ground.payments is not None and any(each.refunded for each in payments):
                returned = await self.ground.payments.returned(session, [each.reference for each in payments])
        return Account(booking, tuple(events), tuple(payments), tuple(returned))

    async def held_back(self, booking: Booking) -> bool:
        """Whether notices about it do not go, although there is an address: the resident told of danger."""
        if self.ground.notices is None or booking.conversation_id is None or not self.ground.writes_to(booking):
            return False
        async with self.ground.database.transaction() as session:
            return await self.ground.notices.held_back(session, booking.conversation_id)

    async def say_safe(self, booking: Booking) -> None:
        """The resident says that nobody else reads what is sent to them."""
        if self.ground.notices is not None and booking.conversation_id is not None:
            async with self.ground.database.transaction() as session:
                await self.ground.notices.say_safe(session, booking.conversation_id)

    async def proven(self, typed: str, postcode: str) -> Booking:
        """The booking of a reference, once the postcode shows that it is theirs. Raises BookingNotFound."""
        reference = tidy(typed, self.ground.new_reference())
        digests = await self.ground.digests.open()
        async with self.ground.database.transaction() as session:
            booking = await BookingRepository(session).find(reference) if reference else None
        right = booking is not None and booking.proof == digests.proof(booking.reference, postcode)
        if booking is None or not right or booking.state == "held":
            raise BookingNotFound()
        return booking

    async def by_command(self, key: str) -> Booking | None:
        """The booking that a command with this key was carried out on."""
        async with self.ground.database.transaction() as session:
            return await BookingRepository(session).by_command(key)

    async def pay_at(self, reference: str) -> str:
        """Where to pay for what waits for money; empty when nothing does."""
        return await self.settling.try_again(reference)

    async def link(self, reference: str) -> str:
        """The signed path of a booking's page."""
        return await self.ground.page(reference)

    async def signed(self, reference: str, signature: str) -> Account:
        """The booking of a signed link. Raises BookingNotFound."""
        if not (await self.ground.digests.open()).signed(reference, signature):
            raise BookingNotFound("This link is not complete. Copy all of it, or use your reference and postcode.")
        return await self.account(reference)


def tidy(typed: str, example: str) -> str:
    """A reference as it is stored, however it was typed: `nb 7k2m4qxd` too; empty when it is none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    prefix = example.partition("-")[0]
    body = signs.removeprefix(prefix)
    reference = f"{prefix}-{body[:4]}-{body[4:]}"
    return reference if is_reference(reference) else ""
