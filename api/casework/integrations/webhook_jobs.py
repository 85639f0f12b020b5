"""The jobs of webhooks: events become deliveries, and deliveries are tried until they arrive or are given up."""

from __future__ import annotations

from datetime import timedelta

import procrastinate.jobs
import structlog
from procrastinate.retry import RetryDecision, RetryStrategy

from api.casework.integrations.webhook_delivery import DeliveryRefused
from api.casework.integrations.webhooks import DELIVER, MOST_ATTEMPTS, Webhooks
from api.kernel.jobs import Job
from api.kernel.retries.backoff import wait_before_next

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=6)
log = structlog.get_logger(__name__)


class DeliveryRetries(RetryStrategy):
    """When a delivery that was not taken is tried again: after 15 seconds, a minute, four, up to six hours.

    procrastinate decides whether; the waits are ours, because its own grow without end and receivers know these.
    """

    def __init__(self, first: timedelta = FIRST_WAIT) -> None:
        super().__init__(max_attempts=MOST_ATTEMPTS, retry_exceptions=(DeliveryRefused,))
        self._first = first

    def get_retry_decision(self, *, exception: BaseException, job: procrastinate.jobs.Job) -> RetryDecision | None:
        """When to try again, or None for never. `job.attempts` are those before the one that has just failed."""
        if super().get_retry_decision(exception=exception, job=job) is None:
            return None
        wait = wait_before_next(job.attempts + 1, self._first, LONGEST_WAIT, growth=4)
        return RetryDecision(retry_in={"seconds": round(wait.total_seconds())})


def webhook_jobs(webhooks: Webhooks, first_wait: timedelta = FIRST_WAIT) -> tuple[Job, ...]:
    """The jobs that tell other systems; the first retry comes `first_wait` after an attempt that failed."""

    async def collect() -> None:
        if made := await webhooks.collect():
            log.info("webhooks_collected", count=len(made))

    return (
        Job(
            DELIVER,
            webhooks.deliver,
            retry=DeliveryRetries(first_wait),
            description="Tries one delivery to another system.",
        ),
        Job(
            "webhooks.collect",
            collect,
            "* * * * *",
            description="Makes deliveries of what other systems are to be told.",
        ),
    )
