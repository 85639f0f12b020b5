"""Bookings by the clock: letting go of what has run out, and reminding."""

from __future__ import annotations

import procrastinate
import structlog

from api.bookings.engine.bookings import Bookings

log = structlog.get_logger(__name__)


def add_jobs(queue: procrastinate.App, bookings: Bookings) -> None:
    """The jobs of bookings. Each may run twice without harm."""

    @queue.periodic(cron="* * * * *")
    @queue.task(name="bookings.expire", queueing_lock="bookings.expire")
    async def expire(timestamp: int) -> None:
        if count := await bookings.expire():
            log.info("bookings", job="expire", count=count)

    @queue.periodic(cron="5 8-18 * * *")
    @queue.task(name="bookings.remind", queueing_lock="bookings.remind")
    async def remind(timestamp: int) -> None:
        log.info("bookings", job="remind", count=await bookings.remind())
