"""Until when something without a slot lasts: a subscription ends on one day of the year, whenever it was taken out."""

from __future__ import annotations

from datetime import date, timedelta

from api.bookings.rules.rules import ServiceRules
from api.db.tables.bookings import Booking
from api.kernel.times import day


def last_day_of(service: ServiceRules, begun: date) -> date | None:
    """The last day of what is taken out on `begun`: that day of the year, from `begun` on. None where nothing ends."""
    if service.lasts_until is None:
        return None
    return next(last for year in (begun.year, begun.year + 1) if (last := _in(year, *service.lasts_until)) >= begun)


def lasts_until(service: ServiceRules, booking: Booking) -> date | None:
    """The last day of a booking without a slot; None for one that has a slot, or where nothing ends."""
    return last_day_of(service, day(booking.created_at)) if booking.starts_at is None else None


def _in(year: int, month: int, day_of_month: int) -> date:
    """That day in a year; 28 February where there is no 29th."""
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)
