"""Dates and times as web pages, feeds and headers write them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def as_moment(text: object) -> datetime | None:
    """The moment in UTC, or None: 2026-09-14, 2026-09-14T10:00:00Z, or Mon, 14 Sep 2026 10:00:00 GMT."""
    if not isinstance(text, str) or not 8 <= len(text.strip()) <= 40:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
