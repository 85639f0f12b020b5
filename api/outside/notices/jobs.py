"""The jobs of notices: one for each that is queued, and a sweep for reminders, retries and what was cut off."""

from __future__ import annotations

from uuid import UUID

from api.kernel.jobs import Job
from api.outside.notices.deliver import NoticeDelivery
from api.outside.notices.service import DELIVER


def notice_jobs(delivery: NoticeDelivery) -> tuple[Job, ...]:
    """The jobs that hand notices to the service that sends them."""

    async def deliver(notice: str) -> None:
        await delivery.deliver(UUID(notice))

    async def sweep() -> None:
        await delivery.sweep()

    return (
        Job(DELIVER, deliver, description="Hands one email or text over to be sent."),
        Job("notices.sweep", sweep, "* * * * *", description="Hands over notices that are due now or were cut off."),
    )
