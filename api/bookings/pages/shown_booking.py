"""What the pages of bookings share: the engine behind a request, and bookings as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request, Response

from api.bookings.chat.answers import asked
from api.bookings.engine.bookings import Bookings
from api.bookings.engine.context import BookingContext
from api.bookings.pages.booking_words import shown, weekday, when
from api.bookings.pages.calendar_file import CalendarEntry, calendar_file
from api.bookings.rules.lasting import lasts_until
from api.bookings.rules.owed import left, pay_by
from api.bookings.rules.price import in_pounds
from api.bookings.wording import WORDING, say
from api.db.tables.bookings import STATES, Booking
from api.kernel.parts import part, parts_of
from api.kernel.times import day
from api.settings import Settings
from bot.forms.form import FieldKind, SummaryLine

LABELS = WORDING.labels("states", STATES)
PERSONAL = (FieldKind.ADDRESS, FieldKind.NAME, FieldKind.PHONE, FieldKind.EMAIL)


BookingsOf = Annotated[Bookings, part(Bookings)]


@dataclass(frozen=True, slots=True)
class ShownBooking:
    """A booking as a page shows it, without anything personal."""

    reference: str
    title: str
    state: str
    status: str
    when: str
    where: str
    lines: tuple[SummaryLine, ...]
    price: str
    paid: str
    note: str
    owed: str = ""
    lasts_until: str = ""  # of what has no slot


def as_shown(context: BookingContext, booking: Booking) -> ShownBooking:
    """The booking in words. Free text and personal answers are left out."""
    rules, slot = context.service(booking.service), context.slot_of(booking)
    plain = tuple(
        SummaryLine(field.label, shown(field, booking.answers[field.name]))
        for field in asked(rules, booking.answers)
        if field.name in booking.answers and field.kind not in (*PERSONAL, FieldKind.TEXT)
    )
    return ShownBooking(
        reference=booking.reference,
        title=rules.title,
        state=booking.state,
        status=LABELS[booking.state],
        when=when(slot.starts, slot.ends, slot.shown) if slot else "",
        where=slot.where if slot else rules.where,
        lines=plain,
        price=in_pounds(booking.price) if booking.price else "",
        paid=in_pounds(booking.paid),
        note=rules.note,
        owed=_owed(context, booking),
        lasts_until=weekday(last) if (last := lasts_until(rules, booking)) else "",
    )


def _owed(context: BookingContext, booking: Booking) -> str:
    """How much of a booking's price is left to pay after a deposit, and until when or since when; None for nothing."""
    by = pay_by(context.service(booking.service), booking, context.timetable.calendar)
    if not left(booking) or by is None:
        return ""
    late = day(context.clock()) > by
    return say("money.overdue" if late else "money.owed_by", amount=in_pounds(left(booking)), day=weekday(by))


def entry_of(context: BookingContext, booking: Booking) -> CalendarEntry | None:
    """The booking for a calendar; None where it has no time."""
    slot = context.slot_of(booking)
    if slot is None:
        return None
    rules = context.service(booking.service)
    return CalendarEntry(
        reference=booking.reference,
        title=rules.title,
        starts=slot.starts,
        ends=slot.ends,
        changed=booking.updated_at,
        sequence=booking.sequence,
        where=slot.where,
        note=rules.note,
        cancelled=booking.state in ("cancelled", "expired"),
        all_day=bool(slot.shown),
    )


def ics(request: Request, entries: list[CalendarEntry], name: str) -> Response:
    """A response that downloads a calendar file."""
    host = urlsplit(parts_of(request)[Settings].public_url).hostname or "reeve"
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"', "Cache-Control": "no-store"}
    return Response(calendar_file(entries, host), media_type="text/calendar; charset=utf-8", headers=headers)
