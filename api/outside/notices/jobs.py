"""The jobs of notices: one for each that is queued, and a sweep for reminders, retries and what was cut off."""

from __future__ import annotations

from uuid import UUID

import procrastinate

from api.outside.notices.deliver import NoticeDelivery
from api.outside.notices.service import DELIVER


def add_jobs(queue: procrastinate.App, delivery: NoticeDelivery) -> None:
    """Adds the jobs of notices to the job queue."""

    @queue.task(name=DELIVER)
    async def deliver(notice: str) -> None:
        await delivery.deliver(UUID(notice))

    @queue.periodic(cron="* * * * *")
    @queue.task(name="notices.sweep", queueing_lock="notices.sweep")
    async def sweep(timestamp: int) -> None:
        await delivery.sweep()
