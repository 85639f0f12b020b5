"""Bookings by the clock: letting go of what has run out, and reminding."""

from __future__ import annotations

import structlog

from api.bookings.engine.bookings import Bookings
from api.kernel.jobs import Job

log = structlog.get_logger(__name__)


def booking_jobs(bookings: Bookings) -> tuple[Job, ...]:
    """The jobs of bookings."""

    async def expire() -> None:
        if count := await bookings.expire():
            log.info("bookings", job="expire", count=count)

    async def remind() -> None:
        log.info("bookings", job="remind", count=await bookings.remind())

    return (
        Job(
            "bookings.expire",
            expire,
            "* * * * *",
            description="Lets go of times that were held or waited for a payment too long.",
        ),
        Job(
            "bookings.remind",
            remind,
            "5 8-18 * * *",
            description="Reminds residents of bookings and of money still to pay.",
        ),
    )
