"""Changing a booking: another time, other answers, cancelling, and what staff do to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from api.bookings.chat.answers import fitting
from api.bookings.engine.balance import Balance
from api.bookings.engine.confirm import ask_for_money
from api.bookings.engine.context import RESIDENT, BookingContext, uses
from api.bookings.engine.errors import BookingNotFound, NotPossible, TooLate
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slots import Slot
from api.bookings.rules.cutoffs import in_time
from api.bookings.rules.lasting import lasts_until
from api.bookings.rules.price import Price, in_pounds, shared_out
from api.bookings.rules.rules import NoticePeriod
from api.bookings.wording import say
from api.db.tables.bookings import Booking
from api.kernel import audit
from api.kernel.times import day

OPEN = ("unpaid", "confirmed")


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to be different: another slot, other answers, or both."""

    slot: str | None = None
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Amendments:
    """Residents keep to the rules' deadlines; staff need not."""

    context: BookingContext
    balance: Balance

    async def amend(self, reference: str, key: str, amendment: Amendment, by: str = RESIDENT) -> Booking:
        """The booking, changed. Where it becomes dearer, only the difference is charged, and the change waits for it:
        until then the booking stands as it was. Raises BookingNotFound, NotPossible, TooLate, SlotGone, LimitReached.
        """
        context = self.context
        async with self._opened(reference, f"amend:{key}", "changed", by, amendment) as (repository, booking, slot):
            if slot is None and booking.slot is None and amendment.answers is None:
                return booking
            if booking.state != "confirmed":
                raise NotPossible(say("errors.pay_first"))
            if by == RESIDENT:
                self._refuse_late(booking)
            await self.drop_change(repository, booking)
            await self.balance.drop(repository, reference)
            answers = self._answers(booking, amendment)
            cost = await context.price(repository, booking, answers, slot.starts if slot else None)
            cost = cost.after(booking.due) if booking.deposit else cost
            extra = cost.due - booking.due if by == RESIDENT and context.payments is not None else 0
            if extra > 0:
                await self._wait_for_money(repository, booking, answers, slot, cost, extra)
            else:
                await self._apply(repository, booking, answers, slot, cost, -extra)
        return booking

    async def cancel(self, reference: str, key: str, by: str = RESIDENT) -> Booking:
        """The booking, cancelled, with as much money back as the rules say; all of it when the council cancels.

        Raises BookingNotFound, NotPossible or TooLate.
        """
        context = self.context
        async with self._opened(reference, f"cancel:{key}", "cancelled", by) as (repository, booking, _):
            if booking.state == "cancelled":
                return booking
            back = self.refund_due(booking, by)
            await self.drop_change(repository, booking)
            await self.balance.drop(repository, reference)
            await repository.release(booking.reference)
            await self.give_back(repository, booking, back, f"cancel:{key}")
            booking.state, booking.held_until, booking.sequence = "cancelled", None, booking.sequence + 1
            booking.updated_at = context.clock()
            await context.tell(repository, booking, "cancellation", refund=in_pounds(back) if back else "")
        return booking

    async def missed(self, reference: str, by: str) -> Booking:
        """The booking, as one to which nobody came. Raises BookingNotFound or NotPossible."""
        async with self._opened(reference, f"missed:{reference}", "missed", by) as (_, booking, _slot):
            if booking.state == "confirmed":
                if booking.starts_at is None or booking.starts_at > self.context.clock():
                    raise NotPossible(say("errors.not_begun"))
                booking.state, booking.updated_at = "missed", self.context.clock()
        return booking

    def may_change(self, booking: Booking) -> bool:
        """Whether a resident may still change it."""
        notice = self.context.service(booking.service).change
        begun = booking.starts_at is not None and booking.starts_at <= self.context.clock()
        return booking.state == "confirmed" and not begun and self._in_time(booking, notice)

    def may_cancel(self, booking: Booking) -> bool:
        """Whether a resident may still cancel it."""
        rules = self.context.service(booking.service).cancel
        begun = booking.starts_at is not None and booking.starts_at <= self.context.clock()
        return booking.state in OPEN and not begun and (rules.late == "keep" or self._in_time(booking, rules))

    def refund_due(self, booking: Booking, by: str = RESIDENT) -> int:
        """What a resident who cancels now gets back, in pence. Raises TooLate."""
        if by != RESIDENT:
            return booking.paid
        if booking.state in OPEN and not self.may_cancel(booking):
            raise TooLate(say("errors.too_late_to_cancel"))
        rules = self.context.service(booking.service).cancel
        if rules.refund == "none" or not self._in_time(booking, rules):
            return 0
        return max(0, booking.paid - (booking.deposit if rules.keeps == "deposit" else 0))

    async def give_back(self, repository: BookingRepository, booking: Booking, pence: int, key: str) -> None:
        """Refunds so much of what was paid, the newest payment first."""
        payments = [each for each in await repository.payments(booking.reference) if each.state == "paid"]
        parts = shared_out(pence, [(each.reference, each.pence - each.refunded) for each in payments])
        for reference, part in parts:
            payment = next(each for each in payments if each.reference == reference)
            payment.refunded += part
            booking.paid -= part
            if self.context.payments is not None:
                await self.context.payments.refund(repository.session, reference, part, f"{key}:{reference}")

    async def drop_change(self, repository: BookingRepository, booking: Booking) -> None:
        """Forgets an amendment that waits for its payment."""
        if booking.change is not None:
            await repository.release(booking.reference, pending=True)
            payment = await repository.payment(booking.change["payment"])
            if payment is not None and payment.state == "started":
                payment.state = "dropped"
            booking.change = None

    async def apply_change(self, repository: BookingRepository, booking: Booking) -> None:
        """The amendment was paid for: it counts from now on."""
        change, before = booking.change, self.context.when(booking)
        if change is None:
            return
        booking.change = None
        found = change["slot"] and self.context.timetable.find(booking.service, change["slot"], change["answers"])
        slot = found or self.context.slot_of(booking)
        if change["places"]:
            await repository.release(booking.reference, pending=False)
            await repository.settle(booking.reference, pending=True)
        cost = Price(change["price"], change["due"], change.get("deposit", 0))
        self.context.put(booking, change["answers"], slot, cost)
        await self._changed(repository, booking, before)

    async def _wait_for_money(
        self,
        repository: BookingRepository,
        booking: Booking,
        answers: dict[str, str],
        slot: Slot | None,
        cost: Price,
        extra: int,
    ) -> None:
        moves = self._moves(booking, slot)
        if slot is not None and moves:
            await self.context.take(repository, booking.reference, slot, pending=True)
        payment = await ask_for_money(self.context, repository, booking, extra)
        booking.change = {
            "answers": answers,
            "slot": slot.code if slot else None,
            "places": moves,
            "price": cost.total,
            "due": cost.due,
            "deposit": cost.deposit,
            "payment": payment.reference,
            "until": (self.context.clock() + self.context.rules.pay_time).isoformat(),
        }

    async def _apply(
        self,
        repository: BookingRepository,
        booking: Booking,
        answers: dict[str, str],
        slot: Slot | None,
        cost: Price,
        back: int,
    ) -> None:
        before = self.context.when(booking)
        if slot is not None and self._moves(booking, slot):
            await repository.release(booking.reference)
            await self.context.take(repository, booking.reference, slot)
        self.context.put(booking, answers, slot, cost)
        if back and self.context.service(booking.service).cancel.refund == "full":
            await self.give_back(repository, booking, back, f"amend:{booking.reference}:{booking.sequence + 1}")
        await self._changed(repository, booking, before)

    async def _changed(self, repository: BookingRepository, booking: Booking, before: str) -> None:
        booking.sequence += 1
        booking.reminded_at = booking.balance_told_at = None
        earlier = "" if before == self.context.when(booking) else before
        await self.context.tell(repository, booking, "change", earlier=earlier)

    @asynccontextmanager
    async def _opened(
        self, reference: str, key: str, what: str, by: str, amendment: Amendment | None = None
    ) -> AsyncIterator[tuple[BookingRepository, Booking, Slot | None]]:
        """The booking, locked with all that its old and its new slot take up; the command is written down once."""
        context = self.context
        await context.digests.open()  # a payment may be asked for
        async with context.database.transaction() as session:
            repository = BookingRepository(session)
            seen = await repository.find(reference)
            if seen is None:
                raise BookingNotFound()
            slot = self._slot(seen, amendment, freely=by != RESIDENT) if amendment else None
            await repository.lock({f"booking {reference}", *uses(slot, context.slot_of(seen))})
            booking = await repository.find(reference, lock=True)
            if booking is None:
                raise BookingNotFound()
            if not await repository.once(reference, key, what, by):
                raise CommandRepeated()
            if booking.state not in OPEN:
                raise NotPossible()
            if by != RESIDENT:
                audit.record(session, by, audit.Action(f"booking_{what}"), audit.booking(reference))
            yield repository, booking, slot

    def _slot(self, booking: Booking, amendment: Amendment, *, freely: bool) -> Slot | None:
        """The slot that the booking is to have: a new one within the rules, or its own for the new answers."""
        answers = self._answers(booking, amendment)
        if amendment.slot and amendment.slot != booking.slot:
            return self.context.bookable(booking.service, amendment.slot, answers, freely=freely)
        return self.context.slot_of(booking, answers)

    def _answers(self, booking: Booking, amendment: Amendment) -> dict[str, str]:
        """All answers as they are to be; the slot's own stands in its columns and follows the new one."""
        changed = {**booking.answers, **(amendment.answers or {})}
        service = self.context.service(booking.service)
        return fitting(service, changed)

    def _moves(self, booking: Booking, slot: Slot | None) -> bool:
        return slot is not None and (slot.code, slot.ends) != (booking.slot, booking.ends_at)

    def _in_time(self, booking: Booking, notice: NoticePeriod) -> bool:
        last = lasts_until(self.context.service(booking.service), booking)
        if last is not None and day(self.context.clock()) > last:
            return False
        return in_time(notice, booking.starts_at, self.context.clock(), self.context.timetable.calendar)

    def _refuse_late(self, booking: Booking) -> None:
        if not self.may_change(booking):
            raise TooLate(say("errors.too_late_to_change"))


class CommandRepeated(Exception):
    """The command was carried out before, and is not carried out again."""
