"""Until when a booking may be changed, or cancelled with its money back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from api.bookings.rules.rules import NoticePeriod
from api.kernel.times import LONDON
from knowledge.pack.calendar import CouncilCalendar


def last_moment(notice: NoticePeriod, starts: datetime, calendar: CouncilCalendar) -> datetime:
    """The moment after which it is too late for a slot that starts then.

    "2 working days before" a Thursday is the end of Tuesday; with `by`, that time on Tuesday.
    """
    period = notice.notice
    if period.short is not None:
        return starts - period.short
    day = starts.astimezone(LONDON).date()
    last = period.before(day, calendar)
    if notice.by:
        return datetime.combine(last, notice.by, LONDON)
    return datetime.combine(last + timedelta(days=1), time(), LONDON) if period.count else starts


def in_time(notice: NoticePeriod, starts: datetime | None, at: datetime, calendar: CouncilCalendar) -> bool:
    """Whether there is still time; what has no slot can be changed until it ends."""
    return starts is None or at <= last_moment(notice, starts, calendar)
