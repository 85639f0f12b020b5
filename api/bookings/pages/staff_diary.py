"""The diary as staff see and work it. What is personal comes out of the vault only, and on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.bookings.chat.answers import asked
from api.bookings.engine.bookings import Account, Bookings
from api.bookings.engine.errors import BookingNotFound
from api.bookings.engine.free_places import Occupation
from api.bookings.engine.repository import BookingRepository
from api.bookings.engine.slots import Slot, bounds, days
from api.bookings.pages.booking_words import clock
from api.bookings.pages.shown_booking import PERSONAL, ShownBooking, as_shown
from api.bookings.wording import say
from api.db.tables.bookings import Booking, BookingEvent, CapacityBlock
from api.kernel import audit
from api.kernel.errors import NotAllowed, NotFound
from api.kernel.form_problems import FormProblem, one_line
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.keys import Sealed
from api.vault.service import Vault, kept_placeholders
from bot.council import Council
from bot.forms.form import FieldKind, SummaryLine
from bot.ports import Redacts
from redaction import RedactionFailed
from redaction.text.placeholders import find, replace

LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Fullness:
    """How full one slot is: booked places, all places, both of its scarcest resource."""

    at: str
    taken: int
    places: int

    @property
    def words(self) -> str:
        """How it stands, for a table."""
        over = self.taken - self.places
        if over > 0:
            return say("places.too_many", count=over)
        return say("places.free", count=-over) if over else say("places.full")


@dataclass(frozen=True, slots=True)
class DayView:
    """A day: the bookings of each service in order, how full each is, what staff changed."""

    day: date
    bookings: Mapping[str, Sequence[ShownBooking]]
    fullness: Mapping[str, Mapping[str, Sequence[Fullness]]]
    blocks: Sequence[CapacityBlock]

    def total(self, service: str) -> Fullness | None:
        """All slots of one service on this day together; None where it has none."""
        slots = [each for table in self.fullness.get(service, {}).values() for each in table]
        return Fullness("", sum(each.taken for each in slots), sum(each.places for each in slots)) if slots else None

    def full_times(self, service: str) -> str:
        """`2 of 16`: how many of a service's times have no place left."""
        slots = [each for table in self.fullness.get(service, {}).values() for each in table]
        return say("places.full_times", full=sum(each.taken >= each.places for each in slots), all=len(slots))


@dataclass(frozen=True, slots=True)
class CrewListLine:
    """One line of the crew's list, in clear."""

    booking: ShownBooking
    personal: tuple[SummaryLine, ...]


class StaffDiary:
    """Members see the services of their teams."""

    def __init__(self, bookings: Bookings, vault: Vault, redactor: Redacts, council: Council) -> None:
        self.bookings, self._vault, self._redactor, self._council = bookings, vault, redactor, council
        self.context = bookings.context

    def services(self, member: Member) -> dict[str, str]:
        """The services that the member sees, by slug, with their titles."""
        teams = teams_visible(member)
        return {
            slug: rules.title
            for slug, rules in self.context.rules.services.items()
            if teams is None or self._council.team_for(slug).slug in teams
        }

    def resources(self, member: Member) -> dict[str, str]:
        """What these services take up, by name, with titles."""
        used = {
            name for slug in self.services(member) for slot in self.context.service(slug).slots for name in slot.uses
        }
        return {name: each.title for name, each in self.context.rules.resources.items() if name in used}

    async def day(self, member: Member, on: date, service: str = "") -> DayView:
        """A day of the member's services, or of one."""
        wanted, resources = self._wanted(member, service), self.resources(member)
        since, until = bounds(on, on)
        async with self.context.database.transaction() as session:
            repository = BookingRepository(session)
            found = await repository.of_day(wanted, since, until)
            taken = await repository.occupation(self.context.units, resources, since, until, self.context.clock())
            blocks = await repository.blocks(resources, since, until)
        bookings: dict[str, list[ShownBooking]] = defaultdict(list)
        for booking in found:
            bookings[booking.service].append(as_shown(self.context, booking))
        full = {slug: self._fullness(slug, on, taken) for slug in wanted}
        return DayView(on, bookings, {slug: tables for slug, tables in full.items() if tables}, blocks)

    def _fullness(self, service: str, on: date, taken: Occupation) -> dict[str, list[Fullness]]:
        """How full each slot of the day is, by the titles of what it takes up."""
        full: dict[str, list[Fullness]] = {}
        for slot in self._slots(service, on):
            counts = [(taken.taken(name, slot.seconds), taken.places(name, slot.seconds)) for name in slot.uses]
            scarcest = min(counts, key=lambda each: each[1] - each[0])
            what = say("words.and").join(self.context.rules.resources[name].title for name in slot.uses)
            full.setdefault(what, []).append(Fullness(_time(slot), *scarcest))
        return full

    async def week(self, member: Member, first: date, service: str = "") -> list[DayView]:
        """The seven days from `first` on, of the services of the member's teams."""
        return [await self.day(member, day, service) for day in days(first, first + timedelta(days=6))]

    async def found(self, member: Member, on: date, service: str = "") -> list[Booking]:
        """The bookings of a day as they are stored, for exports. They hold placeholders."""
        wanted = self._wanted(member, service)
        async with self.context.database.transaction() as session:
            return await BookingRepository(session).of_day(wanted, *bounds(on, on))

    async def account(self, member: Member, reference: str) -> Account:
        """One booking with its history. Raises BookingNotFound when it is not the member's to see."""
        account = await self.bookings.account(reference)
        if account.booking.service not in self.services(member):
            raise BookingNotFound(say("errors.not_of_your_teams"))
        return account

    def hidden(self, booking: Booking) -> list[tuple[str, str]]:
        """What of a booking is personal: field name and label."""
        fields = asked(self.context.service(booking.service), booking.answers)
        hidden = (*PERSONAL, FieldKind.TEXT)
        return [(each.name, each.label) for each in fields if each.kind in hidden and booking.answers.get(each.name)]

    async def reveal(self, member: Member, reference: str, field: str, reason: str) -> SummaryLine:
        """One answer in clear, once it is on record who asked and why. Raises FormProblem."""
        if not member.may(Permission.REVEAL):
            raise NotAllowed()
        booking = (await self.account(member, reference)).booking
        labels = dict(self.hidden(booking))
        if field not in labels:
            raise FormProblem("field", say("errors.field"))
        why = self.why(reason, "reason")
        async with self.context.database.transaction() as session:
            clear = await self._clear(session, booking, booking.answers[field])
            details: dict[str, audit.Detail] = {"field": field, "reason": why}
            audit.record(
                session, member.username, audit.Action.VALUE_REVEALED, audit.booking(reference), details, member.address
            )
        return SummaryLine(labels[field], clear)

    async def printed(self, member: Member, on: date, service: str) -> list[CrewListLine]:
        """The crew's list of a day, in clear; that it was printed is one event on record."""
        if not (member.may(Permission.REVEAL) and member.may(Permission.WORK_BOOKINGS)):
            raise NotAllowed()
        if service not in self.services(member):
            raise NotFound()
        found = [each for each in await self.found(member, on, service) if each.state == "confirmed"]
        async with self.context.database.transaction() as session:
            listed = [await self._listed(session, each) for each in found]
            details: dict[str, audit.Detail] = {"day": on.isoformat(), "bookings": len(found)}
            audit.record(
                session, member.username, audit.Action.BOOKINGS_PRINTED, f"bookings {service}", details, member.address
            )
        return listed

    def _wanted(self, member: Member, service: str) -> list[str]:
        return [slug for slug in self.services(member) if not service or slug == service]

    def _slots(self, slug: str, on: date) -> list[Slot]:
        """Every slot of a day, whatever the answers: each template is taken by itself."""
        found = []
        for template in self.context.service(slug).slots:
            answers = {name: possible[0] for name, possible in template.only_if.items()}
            on_day = self.context.timetable.on(slug, on, answers)
            found += [slot for slot in on_day if slot.code.endswith(f"Z-{template.name}")]
        return found

    async def _listed(self, session: AsyncSession, booking: Booking) -> CrewListLine:
        personal = [
            SummaryLine(label, await self._clear(session, booking, booking.answers[name]))
            for name, label in self.hidden(booking)
        ]
        return CrewListLine(as_shown(self.context, booking), tuple(personal))

    async def _clear(self, session: AsyncSession, booking: Booking, value: str) -> str:
        """An answer with what its placeholders stand for; `erased` where the resident's details are gone."""
        wanted = dict.fromkeys(map(str, find(value)))
        if not wanted or booking.conversation_id is None:
            return value
        kept = await kept_placeholders(session, booking.conversation_id)
        safe = await self._vault.open(session, booking.conversation_id) if kept else None
        clear = {}
        for placeholder in wanted:
            try:
                clear[placeholder] = (
                    await safe.reveal(placeholder) if safe and placeholder in kept else say("words.erased")
                )
            except Sealed:
                clear[placeholder] = say("words.cannot_be_opened")
        return replace(value, lambda each: clear[str(each)])

    def why(self, typed: str, field: str) -> str:
        """A reason without personal data. Raises FormProblem."""
        why = one_line(typed)
        if not 5 <= len(why) <= LONGEST_WHY:
            raise FormProblem(field, say("errors.why", most=LONGEST_WHY))
        try:
            return self._redactor.redact(why, None, None).unkept
        except RedactionFailed:
            raise FormProblem(field, say("errors.not_checked")) from None


def _time(slot: Slot) -> str:
    return slot.shown or clock(slot.starts)


def history(events: Sequence[BookingEvent]) -> list[tuple[datetime, str, str]]:
    """What happened, when and by whom."""
    return [(each.at, each.what, each.actor) for each in events]
