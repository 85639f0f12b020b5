"""Bookings: the whole engine in one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.bookings.engine.amend import Amendment, Amendments, CommandRepeated
from api.bookings.engine.balance import Balance
from api.bookings.engine.confirm import Confirmation, ConfirmedDetails
from api.bookings.engine.context import RESIDENT, BookingContext
from api.bookings.engine.errors import BookingNotFound
from api.bookings.engine.hold import HoldRequest, SlotHolding
from api.bookings.engine.payment_events import PaymentEvents
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slot_search import SlotSearch, SlotWish
from api.bookings.engine.slots import Slot
from api.bookings.ports import RefundState
from api.bookings.wording import say
from api.db.tables.bookings import Booking, BookingEvent, Charge
from bot.forms.form import Answers
from bot.reception.references import is_reference


@dataclass(frozen=True, slots=True)
class Account:
    """A booking with what happened to it and what was paid."""

    booking: Booking
    events: tuple[BookingEvent, ...]
    payments: tuple[Charge, ...]
    returned: tuple[RefundState, ...] = ()


class Bookings:
    """The commands of bookings: each is one transaction, and may be sent twice."""

    def __init__(self, context: BookingContext) -> None:
        self.context = context
        self.slot_search, self.holding, self.confirmation = (
            SlotSearch(context),
            SlotHolding(context),
            Confirmation(context),
        )
        self.balance = Balance(context)
        self.amendments = Amendments(context, self.balance)
        self.payment_events = PaymentEvents(context, self.amendments)

    async def free(self, service: str, answers: Answers, wish: SlotWish = SlotWish(), but: str = "") -> list[Slot]:  # noqa: B008
        """The free slots of a service that fit these answers and this wish, soonest first."""
        return await self.slot_search.free(service, answers, wish, but)

    async def hold(self, wanted: HoldRequest) -> Booking:
        """Holds a slot for a resident while the form goes on. Raises SlotGone."""
        return await self.holding.hold(wanted)

    async def confirm(self, reference: str, key: str, agreed: ConfirmedDetails) -> Booking:
        """Books what is held. Raises HoldGone, SlotGone or LimitReached."""
        return await self.confirmation.confirm(reference, key, agreed)

    async def amend(self, reference: str, key: str, amendment: Amendment, by: str = RESIDENT) -> Booking:
        """Changes a booking. Raises BookingNotFound, NotPossible, TooLate, SlotGone or LimitReached."""
        try:
            return await self.amendments.amend(reference, key, amendment, by)
        except CommandRepeated:
            return (await self.account(reference)).booking

    async def cancel(self, reference: str, key: str, by: str = RESIDENT) -> Booking:
        """Cancels a booking. Raises BookingNotFound, NotPossible or TooLate."""
        try:
            return await self.amendments.cancel(reference, key, by)
        except CommandRepeated:
            return (await self.account(reference)).booking

    async def missed(self, reference: str, by: str) -> Booking:
        """Nobody came. Raises BookingNotFound or NotPossible."""
        try:
            return await self.amendments.missed(reference, by)
        except CommandRepeated:
            return (await self.account(reference)).booking

    async def paid(self, payment_reference: str) -> None:
        """Notes that the money of a payment has come, so that its booking counts."""
        await self.payment_events.paid(payment_reference)

    async def unpaid(self, payment_reference: str) -> None:
        """Notes that the money of a payment will not come, so that its slot is free again."""
        await self.payment_events.unpaid(payment_reference)

    async def expire(self) -> int:
        """Lets go of what has run out; returns how many."""
        return await self.payment_events.expire()

    async def remind(self) -> int:
        """Queues the reminders that are due, of balances as well; returns how many."""
        return await self.payment_events.remind() + await self.balance.remind()

    async def account(self, reference: str) -> Account:
        """A booking and its history. Raises BookingNotFound."""
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            booking = await repository.find(reference)
            if booking is None:
                raise BookingNotFound()
            events, payments = await repository.events(reference), await repository.payments(reference)
            returned: Sequence[RefundState] = ()
            if self.context.payments is not None and any(each.refunded for each in payments):
                returned = await self.context.payments.returned(session, [each.reference for each in payments])
        return Account(booking, tuple(events), tuple(payments), tuple(returned))

    async def held_back(self, booking: Booking) -> bool:
        """Whether notices about it do not go, although there is an address: the resident told of danger."""
        if self.context.notices is None or booking.conversation_id is None or not self.context.writes_to(booking):
            return False
        async with self.context.database.transaction() as session:
            return await self.context.notices.held_back(session, booking.conversation_id)

    async def say_safe(self, booking: Booking) -> None:
        """The resident says that nobody else reads what is sent to them."""
        if self.context.notices is not None and booking.conversation_id is not None:
            async with self.context.database.transaction() as session:
                await self.context.notices.say_safe(session, booking.conversation_id)

    async def proven(self, typed: str, postcode: str) -> Booking:
        """The booking of a reference, once the postcode shows that it is theirs. Raises BookingNotFound."""
        reference = tidy(typed, self.context.new_reference())
        digests = await self.context.digests.open()
        async with self.context.database.transaction() as session:
            booking = await BookingRepository(session).find(reference) if reference else None
        right = booking is not None and booking.proof == digests.proof(booking.reference, postcode)
        if booking is None or not right or booking.state == "held":
            raise BookingNotFound()
        return booking

    async def by_command(self, key: str) -> Booking | None:
        """The booking that a command with this key was carried out on."""
        async with self.context.database.transaction() as session:
            return await BookingRepository(session).by_command(key)

    async def pay_at(self, reference: str) -> str:
        """Where to pay for what waits for money; empty when nothing does."""
        return await self.payment_events.try_again(reference)

    async def link(self, reference: str) -> str:
        """The signed path of a booking's page."""
        return await self.context.page(reference)

    async def signed(self, reference: str, signature: str) -> Account:
        """The booking of a signed link. Raises BookingNotFound."""
        if not (await self.context.digests.open()).signed(reference, signature):
            raise BookingNotFound(say("errors.link_not_complete"))
        return await self.account(reference)


def tidy(typed: str, example: str) -> str:
    """A reference as it is stored, however it was typed: `nb 7k2m4qxd` too; empty when it is none."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    prefix = example.partition("-")[0]
    body = signs.removeprefix(prefix)
    reference = f"{prefix}-{body[:4]}-{body[4:]}"
    return reference if is_reference(reference) else ""
