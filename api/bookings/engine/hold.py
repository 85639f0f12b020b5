"""Holding a slot while a resident answers the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from api.bookings.chat.answers import fitting
from api.bookings.engine.context import RESIDENT, BookingContext, uses
from api.bookings.engine.repository import BookingRepository
from api.db.tables.bookings import Booking
from bot.forms.form import Answers


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """What is to be held. `key` is the command's; `slot` a code, or None for what has no slot."""

    service: str
    slot: str | None
    key: str
    answers: Answers = field(default_factory=dict)
    conversation: UUID | None = None


@dataclass(frozen=True)
class SlotHolding:
    """A hold takes the place at once, and gives it back by itself when its time has passed."""

    context: BookingContext

    async def hold(self, wanted: HoldRequest) -> Booking:
        """The hold. The same key again gives the same one. Other holds of the conversation for this service end.

        Raises SlotGone.
        """
        context, key = self.context, f"hold:{wanted.key}"
        async with context.database.transaction() as session:
            repository = BookingRepository(session)
            if (known := await repository.by_key(key)) is not None:
                return known
            answers = fitting(context.service(wanted.service), wanted.answers)
            slot = context.bookable(wanted.service, wanted.slot, answers) if wanted.slot else None
            await repository.lock({key, *uses(slot)})
            if (known := await repository.by_key(key)) is not None:
                return known
            until = context.clock() + context.rules.hold_time
            booking = Booking(
                reference=context.new_reference(),
                key=key,
                service=wanted.service,
                conversation_id=wanted.conversation,
                state="held",
                answers=answers,
                slot=slot.code if slot else None,
                starts_at=slot.starts if slot else None,
                ends_at=slot.ends if slot else None,
                held_until=until,
                created_at=context.clock(),
            )
            if wanted.conversation is not None:
                await self._end_others(repository, wanted.conversation, wanted.service)
            repository.add(booking)
            await repository.flush()
            if slot:
                await context.take(repository, booking.reference, slot, until)
            await repository.once(booking.reference, None, "held", RESIDENT)
        return booking

    async def release(self, conversation: UUID, service: str) -> None:
        """Ends whatever a conversation holds of a service."""
        async with self.context.database.transaction() as session:
            await self._end_others(BookingRepository(session), conversation, service)

    async def held(self, conversation: UUID | None, service: str) -> Booking | None:
        """What a conversation holds of a service, if it has not run out."""
        if conversation is None:
            return None
        async with self.context.database.transaction() as session:
            found = await BookingRepository(session).held_by(conversation, service)
        return next((each for each in found if each.held_until and each.held_until > self.context.clock()), None)

    async def _end_others(self, repository: BookingRepository, conversation: UUID, service: str) -> None:
        for each in await repository.held_by(conversation, service):
            await repository.delete_hold(each.reference)
