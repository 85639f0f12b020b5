"""How long an outside service is left alone after a call that failed."""

from __future__ import annotations

from datetime import timedelta

from api.kernel.retries.backoff import wait_before_next

FIRST = timedelta(minutes=1)  # long enough for a call that we gave up on to have ended at the other side
LONGEST = timedelta(hours=6)


def wait(attempts: int, asked: float | None = None) -> timedelta:
    """The time until the next call after so many: a minute, then twice as long each time, and never less than asked."""
    return wait_before_next(attempts, FIRST, LONGEST, asked=asked)
