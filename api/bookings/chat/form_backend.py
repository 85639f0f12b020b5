"""The back end of bookings: what the dialogue asks and may say. Answers in clear are seen here, in memory only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.bookings.chat.answers import asked, fitting, missing, with_slot
from api.bookings.chat.booking_form import form_of, with_price
from api.bookings.chat.eligible import judge
from api.bookings.chat.slot_wish import A_DAY, OFFERED, option_of, wish_of
from api.bookings.engine.bookings import Bookings
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.errors import BookingNotFound, HoldGone, LimitReached, SlotGone
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.slot_search import SlotWish
from api.bookings.engine.slots import Slot
from api.bookings.pages.booking_words import lines, slot_in_words, weekday, when
from api.bookings.rules.cutoffs import last_moment
from api.bookings.rules.lasting import last_day_of, lasts_until
from api.bookings.rules.price import in_pounds, price
from api.bookings.rules.rules import FieldRule, ServiceRules
from api.bookings.wording import say
from api.db.tables.bookings import Booking
from api.kernel.addresses import Gazetteer, the_one
from api.kernel.event_loop_bridge import EventLoopBridge
from api.kernel.times import day
from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choose,
    Completed,
    FieldKind,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
    SummaryLine,
)
from bot.turn import Link
from redaction.text.placeholders import find
from redaction.text.placeholders import replace as replace_placeholders
from redaction.text.postcode import postcode_in

_CODE = re.compile(r"\d{8}T\d{4}Z-[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a resident lives, in memory: what stands for the home, and its postcode."""

    key: str
    postcode: str


class BookingBackend:
    """The form back end (`bot.ports.FormBackend`) of every service in bookings.yml."""

    def __init__(self, bookings: Bookings, bridge: EventLoopBridge, gazetteer: Gazetteer | None = None) -> None:
        self._bookings, self._bridge, self._gazetteer = bookings, bridge, gazetteer
        self._context = bookings.context
        self._forms = {slug: form_of(slug, rules) for slug, rules in self._context.rules.services.items()}

    def form(self, service: str) -> Form | None:
        """The form of a service that can be booked here; None while the application does not run."""
        return self._forms.get(service) if self._bridge.is_open else None

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """The questions that are still open, in order."""
        return missing(self._context.service(service), answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """What the rules, the diary and the gazetteer say to one answer."""
        rules = self._context.service(service)
        asked_for = rules.field(field)
        if asked_for is None:
            return RefusedAnswer(say("answers.not_asked"))
        if asked_for.kind is FieldKind.SLOT:
            return await self._bridge.over(self._slot(service, value, answers, resident_context))
        if asked_for.kind is FieldKind.ADDRESS:
            clear = await _clear(value, resident_context)
            return await self._bridge.over(self._address(service, value, clear))
        said = judge(asked_for, value, answers, day(self._context.clock()), self._context.timetable.calendar)
        return with_price(rules, asked_for, said, answers) if isinstance(said, AcceptedAnswer) else said

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        """What would be booked. Refused when an answer is missing or the time cannot be had any more."""
        rules, slot = self._context.service(service), self._slot_of(service, answers)
        if missing(rules, answers) or (_slot_field(rules, answers) and slot is None):
            return RefusedAnswer(say("summary.missing_or_changed"))
        cost = price(rules, with_slot(fitting(rules, answers), slot.starts if slot else None))
        note = [
            say("summary.deposit", amount=in_pounds(cost.due)) if cost.deposit else "",
            rules.note,
        ]
        if slot and rules.cancel.late == "keep":
            last = last_moment(rules.cancel, slot.starts, self._context.timetable.calendar)
            note.append(say("summary.cancel_until", day=_until(last)) if cost.total else "")
        shown = lines(rules, answers, slot)
        ends = last_day_of(rules, day(self._context.clock()))
        if ends and slot is None:
            shown = (*shown, SummaryLine(say("words.lasts_until"), weekday(ends)))
        return Summary(shown, cost.total if rules.price else None, " ".join(filter(None, note)))

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        """Books it. Refused when the time has gone meanwhile, or the home has as many as it may have."""
        rules = self._context.service(service)
        if missing(rules, answers):
            return RefusedAnswer(say("summary.missing"))
        field = rules.of_kind(FieldKind.ADDRESS)
        clear = await _clear(answers.get(field.name, ""), resident_context) if field else None
        return await self._bridge.over(self._complete(service, answers, resident_context, clear))

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        """Lets go the slot that was held for a form that the resident gave up."""
        if resident_context.conversation is not None:
            await self._bridge.over(self._bookings.holding.release(resident_context.conversation, service))

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        """How a booking stands, for whoever knows its postcode."""
        typed, postcode = await _clear(reference, resident_context), await _clear(proof, resident_context)
        if not typed or not postcode:
            return None
        return await self._bridge.over(self._status(typed, postcode))

    # On the application's loop

    async def _slot(
        self, service: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        if _CODE.fullmatch(value):
            try:
                wanted = HoldRequest(
                    service, value, _key(resident_context, service, value), answers, resident_context.conversation
                )
                held = await self._bookings.hold(wanted)
            except SlotGone as gone:
                return await self._offer(service, SlotWish(most=OFFERED, a_day=A_DAY), answers, gone.detail)
            slot = self._context.slot_of(held)
            return AcceptedAnswer(
                value, slot_in_words(slot) if slot else value, say("times.kept", period=self._context.rules.hold)
            )
        wish = wish_of(value)
        if wish is None:
            return RefusedAnswer(say("times.choose"))
        return await self._offer(service, wish, answers)

    async def _offer(self, service: str, wish: SlotWish, answers: Answers, before: str = "") -> Choose | RefusedAnswer:
        rules = self._context.service(service)
        known = fitting(rules, answers)
        if found := await self._bookings.free(service, known, wish):
            return Choose(f"{before} {say('times.free')}".strip(), tuple(map(option_of, found)))
        for since, said in ((wish.since, say("times.next")), (None, say("times.soonest"))):
            if near := await self._bookings.free(service, known, SlotWish(since, most=OFFERED, a_day=A_DAY)):
                return Choose(f"{before} {said}".strip(), tuple(map(option_of, near)))
        return RefusedAnswer(say("times.none"), ends=True)

    async def _address(self, service: str, value: str, clear: str | None) -> AcceptedAnswer | RefusedAnswer:
        home = await self._home(clear)
        if isinstance(home, RefusedAnswer):
            return home
        return AcceptedAnswer(value, value)

    async def _home(self, clear: str | None) -> Home | RefusedAnswer:
        if not clear:
            return RefusedAnswer(say("answers.whole_address"))
        postcode = postcode_in(clear)
        found = await self._gazetteer.match(clear) if self._gazetteer else []
        if self._gazetteer and not found:
            return RefusedAnswer(say("answers.no_such_home"))
        if found:
            one = the_one(found)
            return Home(one.uprn, one.postcode) if one else RefusedAnswer(say("answers.many_homes"))
        return Home(clear, postcode) if postcode else RefusedAnswer(say("answers.postcode"))

    async def _complete(
        self, service: str, answers: Answers, resident_context: ResidentContext, clear: str | None
    ) -> Completed | RefusedAnswer:
        home = await self._home(clear)
        if isinstance(home, RefusedAnswer):
            return home
        key = _key(resident_context, service, "complete")
        booking = await self._bookings.by_command(f"confirm:{key}")
        if booking is None:
            agreed = ConfirmedDetails(answers, home.key, home.postcode)
            try:
                booking = await self._booked(service, answers, resident_context, key, agreed)
            except (SlotGone, HoldGone) as problem:
                return RefusedAnswer(problem.detail)
            except LimitReached as problem:
                return RefusedAnswer(problem.detail, ends=True)
        return await self._completed(booking)

    async def _booked(
        self, service: str, answers: Answers, resident_context: ResidentContext, key: str, agreed: ConfirmedDetails
    ) -> Booking:
        rules = self._context.service(service)
        field = _slot_field(rules, answers)
        code = answers[field.name] if field else None
        held = await self._bookings.holding.held(resident_context.conversation, service)
        if held is None or held.slot != code:
            held = await self._bookings.hold(HoldRequest(service, code, key, answers, resident_context.conversation))
        return await self._bookings.confirm(held.reference, key, agreed)

    async def _completed(self, booking: Booking) -> Completed:
        rules, slot = self._context.service(booking.service), self._context.slot_of(booking)
        links = [Link(say("booked.manage"), await self._bookings.link(booking.reference))]
        what = say("booked.service_at", service=rules.title, when=slot_in_words(slot)) if slot else rules.title
        due = in_pounds(booking.due)
        if booking.state == "unpaid":
            links.insert(0, Link(say("booked.pay", amount=due), await self._bookings.pay_at(booking.reference)))
            told = [say("booked.pay_within", booking=what, amount=due, period=self._context.rules.pay_within)]
        else:
            told = [say("booked.done", booking=what)]
            told += [say("booked.asked_for_later", amount=due)] if booking.due else []
        if last := lasts_until(rules, booking):
            told.append(say("booked.lasts_until", day=weekday(last)))
        told.append(say("booked.reference", reference=booking.reference))
        if await self._bookings.held_back(booking):
            told.append(say("booked.held_back"))
        return Completed(booking.reference, " ".join(told), tuple(links))

    async def _status(self, typed: str, postcode: str) -> str | None:
        try:
            booking = await self._bookings.proven(typed, postcode)
        except BookingNotFound:
            return None
        rules, slot = self._context.service(booking.service), self._context.slot_of(booking)
        what = say("booking.named", service=rules.title, reference=booking.reference)
        if slot:
            time = when(slot.starts, slot.ends, slot.shown)
            what = say("booking.at", service=rules.title, reference=booking.reference, when=time)
        return say(f"status.{booking.state}", booking=what, link=await self._bookings.link(booking.reference))

    def _slot_of(self, service: str, answers: Answers) -> Slot | None:
        rules = self._context.service(service)
        field = _slot_field(rules, answers)
        code = answers.get(field.name, "") if field else ""
        return self._context.timetable.find(service, code, fitting(rules, answers)) if code else None


def _slot_field(rules: ServiceRules, answers: Answers) -> FieldRule | None:
    return next((field for field in asked(rules, answers) if field.kind is FieldKind.SLOT), None)


def _until(last: datetime) -> str:
    return weekday(last - timedelta(seconds=1))


def _key(resident_context: ResidentContext, service: str, what: str) -> str:
    return hashlib.sha256(
        f"{resident_context.conversation}|{resident_context.key}|{service}|{what}".encode()
    ).hexdigest()[:40]


async def _clear(value: str, resident_context: ResidentContext) -> str | None:
    """What a placeholder stands for, with whatever stands around it; anything else as it is."""
    clear = {each: await resident_context.reveal(each) or "" for each in map(str, find(value))}
    return replace_placeholders(value, lambda each: clear[str(each)]).strip() or None
