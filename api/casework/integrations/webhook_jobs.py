"""The jobs of webhooks: events become deliveries, and deliveries are tried until they arrive or are given up."""

from __future__ import annotations

import contextlib

import procrastinate
import structlog
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from api.casework.integrations.webhook_delivery import DeliveryRefused
from api.casework.integrations.webhooks import MOST_ATTEMPTS, Webhooks

COLLECT, DELIVER = "webhooks.collect", "webhooks.deliver"
FIRST_WAIT, LONGEST_WAIT = 15, 6 * 3600  # seconds; each wait is four times the one before
log = structlog.get_logger(__name__)


class Patience(BaseRetryStrategy):
    """When a delivery that was not taken is tried again: after 15 seconds, a minute, four, up to six hours."""

    def __init__(self, first: int = FIRST_WAIT) -> None:
        self._first = first

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """After how many seconds, or None for never."""
        if not isinstance(exception, DeliveryRefused) or job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(self._first * 4**job.attempts, LONGEST_WAIT)})


def add_jobs(queue: procrastinate.App, webhooks: Webhooks, first_wait: int = FIRST_WAIT) -> None:
    """Gives the queue the jobs of webhooks."""

    @queue.task(name=DELIVER, retry=Patience(first_wait))
    async def deliver(delivery_id: int) -> None:
        await webhooks.deliver(delivery_id)

    @queue.periodic(cron="* * * * *")
    @queue.task(name=COLLECT, queueing_lock=COLLECT)
    async def collect(timestamp: int) -> None:
        made = await webhooks.collect()
        for delivery_id in made:
            with contextlib.suppress(AlreadyEnqueued):
                job = deliver.configure(queueing_lock=f"{DELIVER} {delivery_id}")
                await job.defer_async(delivery_id=delivery_id)
        if made:
            log.info("webhooks_collected", count=len(made))
