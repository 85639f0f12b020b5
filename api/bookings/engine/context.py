"""What every part of the booking engine stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy.exc import IntegrityError

from api.bookings.chat.answers import with_slot
from api.bookings.engine.digests import DigestKeeper
from api.bookings.engine.errors import LimitReached, SlotGone
from api.bookings.engine.free_places import Lane, Occupation
from api.bookings.engine.repository import BookingRepository, Lanes
from api.bookings.engine.slots import Slot, Timetable, earliest, last_day, soon_enough
from api.bookings.pages.booking_words import hours, slot_in_words, weekday
from api.bookings.ports import BookingNotices, Payments
from api.bookings.rules.owed import left, pay_by
from api.bookings.rules.price import Price, in_pounds, price
from api.bookings.rules.rules import BookingRules, ServiceRules
from api.db.base import now
from api.db.session import Database
from api.db.tables.bookings import Booking
from api.kernel.times import day
from bot.forms.form import EXPECTED, Answers, FieldKind
from redaction.text.placeholders import find

RESIDENT = "resident"
PAGES = "/bookings"
PERSONAL = (FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE)
KEPT_AFTER = timedelta(days=30)
_YEAR = timedelta(days=365)


@dataclass
class BookingContext:
    """The rules, the database, what stands outside, and the clock."""

    database: Database
    timetable: Timetable
    digests: DigestKeeper
    new_reference: Callable[[], str]
    notices: BookingNotices | None = None
    payments: Payments | None = None
    clock: Callable[[], datetime] = now
    public_url: str = ""
    _lanes: Lanes | None = field(default=None, repr=False)

    @property
    def rules(self) -> BookingRules:
        """The rules of all bookings, as bookings.yml has them."""
        return self.timetable.rules

    def service(self, slug: str) -> ServiceRules:
        """The booking rules of one service. Raises KeyError for a service without any."""
        return self.rules.services[slug]

    @cached_property
    def units(self) -> dict[str, int]:
        """How many there are of every resource on a day like any other."""
        return {name: each.units for name, each in self.rules.resources.items()}

    async def lanes(self, repository: BookingRepository, *, fresh: bool = False) -> Lanes:
        """The lanes of every resource, read once, or `fresh` as they are now."""
        if fresh or self._lanes is None:
            self._lanes = await repository.lanes(self.units)
        return self._lanes

    def slot_of(self, booking: Booking, answers: Answers | None = None) -> Slot | None:
        """The slot of a booking, which its template may not have any more."""
        if booking.slot is None or booking.starts_at is None or booking.ends_at is None:
            return None
        known = self.timetable.find(booking.service, booking.slot, booking.answers if answers is None else answers)
        if known is None:
            where = self.service(booking.service).where
            return Slot(booking.slot, booking.starts_at, booking.ends_at, (), where)
        return known if answers is not None else replace(known, starts=booking.starts_at, ends=booking.ends_at)

    def bookable(self, service: str, code: str, answers: Answers, *, freely: bool = False) -> Slot:
        """The slot of a code, within the service's notice and window; staff may choose `freely`. Raises SlotGone."""
        at, slot = self.clock(), self.timetable.find(service, code, answers)
        if slot is None or slot.starts <= at:
            raise SlotGone()
        if not freely:
            since, last = self.window(service, answers)
            if slot.starts < since or day(slot.starts) > last or not self.soon_enough(slot):
                raise SlotGone()
        return slot

    def window(self, service: str, answers: Answers) -> tuple[datetime, date]:
        """The first moment and the last day for a slot booked now."""
        rules, at, calendar = self.service(service), self.clock(), self.timetable.calendar
        return earliest(rules, at, calendar), last_day(rules, answers, at, calendar)

    def soon_enough(self, slot: Slot) -> bool:
        """Whether the slot's own notice is kept."""
        return soon_enough(slot, self.clock(), self.timetable.calendar)

    async def take(
        self,
        repository: BookingRepository,
        reference: str,
        slot: Slot,
        held_until: datetime | None = None,
        *,
        pending: bool = False,
    ) -> None:
        """Takes every resource of a slot, which is locked. Raises SlotGone."""
        at = self.clock()
        await self.lanes(repository)  # PostgreSQL counts by them
        await repository.drop_stale(slot, at)
        taken = await repository.occupation(self.units, slot.uses, slot.starts, slot.ends, at)
        if not taken.is_free(slot):
            raise SlotGone()
        for resource in slot.uses:
            lanes = await self._clear(repository, taken, resource, slot)
            await self._take_one(repository, reference, lanes, slot, held_until, pending)

    async def _clear(self, repository: BookingRepository, taken: Occupation, resource: str, slot: Slot) -> list[Lane]:
        """The lanes that may be taken; one that staff put in elsewhere a moment ago is among them."""
        found = taken.clear((await self.lanes(repository))[resource], slot)
        return found or taken.clear((await self.lanes(repository, fresh=True))[resource], slot)

    async def _take_one(
        self,
        repository: BookingRepository,
        reference: str,
        lanes: list[Lane],
        slot: Slot,
        held_until: datetime | None,
        pending: bool,
    ) -> None:
        for lane in lanes:
            try:
                if await repository.take(reference, lane, slot, held_until, pending=pending):
                    return
            except IntegrityError as refused:  # PostgreSQL counts again, and has the last word
                raise SlotGone() from refused
        raise SlotGone()

    async def price(
        self, repository: BookingRepository, booking: Booking, answers: Answers, starts: datetime | None
    ) -> Price:
        """What the booking costs with these answers, once the household may have it. Raises LimitReached."""
        service = self.service(booking.service)
        earlier = 0
        if service.limit and booking.household:
            anchor = starts or booking.created_at
            span = service.limit.per.after(day(anchor), self.timetable.calendar) - day(anchor)
            earlier = await repository.of_household(
                booking.household, booking.service, anchor - span, anchor + span, booking.reference
            )
            if earlier >= service.limit.most:
                raise LimitReached(service.limit.most, str(service.limit.per))
        return price(service, with_slot(answers, starts), earlier)

    def put(self, booking: Booking, answers: Answers, slot: Slot | None, cost: Price) -> None:
        """Writes answers, slot and price into the booking."""
        booking.answers = dict(answers)
        booking.price, booking.due, booking.deposit = cost.total, cost.due, cost.deposit
        booking.slot = slot.code if slot else None
        booking.starts_at, booking.ends_at = (slot.starts, slot.ends) if slot else (None, None)
        booking.updated_at = self.clock()
        booking.keep_until = (slot.ends if slot else self.clock() + _YEAR) + KEPT_AFTER

    async def tell(self, repository: BookingRepository, booking: Booking, kind: str, **more: str) -> None:
        """Queues a notice with this transaction."""
        if self.notices is not None:
            facts = {**await self.facts(booking), **more}
            about = (booking.reference, booking.conversation_id, facts)
            await self.notices.send(repository.session, kind, *about, key=str(booking.sequence))

    async def facts(self, booking: Booking) -> dict[str, str]:
        """What a notice may say of a booking; what is personal stands as a placeholder."""
        service, slot = self.service(booking.service), self.slot_of(booking)
        return {
            "service": service.title,
            "date": weekday(slot.starts) if slot else "",
            "time": hours(slot.starts, slot.ends, slot.shown) if slot else "",
            "where": (slot.where if slot else "") or service.where,
            "price": in_pounds(booking.price) if booking.price else "",
            **self._balance(booking),
            "note": service.note,
            "link": f"{self.public_url}{await self.page(booking.reference)}",
            **self._personal(booking),
        }

    async def page(self, reference: str) -> str:
        """The signed path of a booking's page."""
        return f"{PAGES}/{reference}/{(await self.digests.open()).signature(reference)}"

    def when(self, booking: Booking) -> str:
        """When it takes place, in words; empty where it has no time."""
        slot = self.slot_of(booking)
        return slot_in_words(slot) if slot else ""

    def writes_to(self, booking: Booking) -> bool:
        """Whether the resident gave an email address or a phone number for it."""
        return bool({FieldKind.EMAIL.value, FieldKind.PHONE.value} & self._personal(booking).keys())

    def _balance(self, booking: Booking) -> dict[str, str]:
        by = pay_by(self.service(booking.service), booking, self.timetable.calendar)
        return {"balance": in_pounds(left(booking)), "balance_by": weekday(by)} if left(booking) and by else {}

    def _personal(self, booking: Booking) -> dict[str, str]:
        """The placeholders of name, email address and phone number, as far as they were given."""
        fields = [field for field in self.service(booking.service).fields if field.kind in PERSONAL]
        found = [(field.kind, next(find(booking.answers.get(field.name, "")), None)) for field in fields]
        return {kind.value: str(hit) for kind, hit in found if hit and hit.label == EXPECTED[kind]}


def uses(*slots: Slot | None) -> set[str]:
    """Everything that some slots take up, as names to lock."""
    return {name for slot in slots if slot for name in slot.uses}
