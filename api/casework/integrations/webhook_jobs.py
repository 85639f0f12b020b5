"""The jobs of webhooks: events become deliveries, and deliveries are tried until they arrive or are given up."""

from __future__ import annotations

import procrastinate.jobs
import structlog
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from api.casework.integrations.webhook_delivery import DeliveryRefused
from api.casework.integrations.webhooks import DELIVER, MOST_ATTEMPTS, Webhooks
from api.kernel.jobs import Job

FIRST_WAIT, LONGEST_WAIT = 15, 6 * 3600  # seconds; each wait is four times the one before
log = structlog.get_logger(__name__)


class DeliveryRetries(BaseRetryStrategy):
    """When a delivery that was not taken is tried again: after 15 seconds, a minute, four, up to six hours."""

    def __init__(self, first: int = FIRST_WAIT) -> None:
        self._first = first

    def get_retry_decision(self, *, exception: BaseException, job: procrastinate.jobs.Job) -> RetryDecision | None:
        """After how many seconds, or None for never."""
        if not isinstance(exception, DeliveryRefused) or job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(self._first * 4**job.attempts, LONGEST_WAIT)})


def webhook_jobs(webhooks: Webhooks, first_wait: int = FIRST_WAIT) -> tuple[Job, ...]:
    """The jobs that tell other systems; the first retry comes `first_wait` seconds after an attempt that failed."""

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
