"""How long something waits until it is tried again, for waits that stand in rows of the database."""

from __future__ import annotations

from datetime import timedelta

MOST_STEPS = 60  # after so many any wait has reached its longest, and no float has overflowed


def wait_before_next(
    attempts: int,
    first: timedelta,
    longest: timedelta,
    *,
    growth: int = 2,
    jitter: float = 1.0,
    asked: float | None = None,
    most: timedelta | None = None,
) -> timedelta:
    """The wait after so many `attempts` (1 or more): `first`, then `growth` times as long each time, up to `longest`.

    `jitter` is a factor near 1 that the caller draws. The wait is not shorter than the `asked` seconds of the other
    side, and in no case longer than `most`, which is `longest` if it is not given.
    """
    grown = first.total_seconds() * float(growth) ** min(attempts - 1, MOST_STEPS)
    own = min(grown, longest.total_seconds()) * jitter
    return timedelta(seconds=min(max(own, asked or 0.0), (most or longest).total_seconds()))


def seconds_asked(header: str | None) -> float | None:
    """What a Retry-After header asks for, in seconds. Dates in it, and anything else, count as nothing said."""
    return float(header) if header and header.isdecimal() and len(header) < 8 else None
