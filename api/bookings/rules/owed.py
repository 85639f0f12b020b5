"""What is left to pay after a deposit, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from api.bookings.chat.answers import holds, with_slot
from api.bookings.rules.cutoffs import last_moment
from api.bookings.rules.price_rules import Deposit
from api.bookings.rules.rules import NoticePeriod, ServiceRules
from api.db.tables.bookings import Booking
from api.kernel.times import day
from knowledge.pack.calendar import CouncilCalendar

AT_LEAST = timedelta(days=7)  # to pay, for whoever books late


def left(booking: Booking) -> int:
    """Pence that were not asked for yet; nothing while a change waits for its own money."""
    return booking.price - booking.due if booking.state == "confirmed" and booking.change is None else 0


def pay_by(service: ServiceRules, booking: Booking, calendar: CouncilCalendar) -> date | None:
    """The last day to pay what is left; None where nothing is paid later."""
    rule = deposit_of(service, booking)
    if rule is None or booking.starts_at is None:
        return None
    last = last_moment(NoticePeriod(notice=rule.balance), booking.starts_at, calendar) - timedelta(seconds=1)
    return min(day(booking.starts_at), max(day(last), day(booking.created_at) + AT_LEAST))


def remind_on(service: ServiceRules, booking: Booking, calendar: CouncilCalendar) -> date | None:
    """The day on which the resident is told that it is due."""
    rule, by = deposit_of(service, booking), pay_by(service, booking, calendar)
    if rule is None or by is None:
        return None
    return rule.remind.before(by, calendar)


def deposit_of(service: ServiceRules, booking: Booking) -> Deposit | None:
    """The rule by which a booking has a deposit."""
    answers = with_slot(booking.answers, booking.starts_at)
    found = [rule for rule in service.price if isinstance(rule, Deposit) and holds(rule.when, answers)]
    return found[-1] if found else None
