"""How long to wait before an outside service is asked again."""

from __future__ import annotations

from datetime import timedelta

FIRST = 60.0  # seconds; long enough for a call that we gave up on to have ended at the other side
LONGEST = 6 * 3600.0


def wait(attempts: int, asked: float | None = None) -> timedelta:
    """The time until the next attempt, after so many: twice as long each time, and never less than it asked for."""
    ours = min(FIRST * 2.0 ** min(attempts - 1, 20), LONGEST)
    return timedelta(seconds=min(max(ours, asked or 0.0), LONGEST))


def seconds(header: str | None) -> float | None:
    """What a Retry-After header asks for, in seconds. Dates in it, and anything else, count as nothing said."""
    return float(header) if header and header.isdecimal() and len(header) < 8 else None
