"""The jobs of payments."""

from __future__ import annotations

from uuid import UUID

import procrastinate

from api.outside.payments.ask_refund import REFUND
from api.outside.payments.refunds import Refunds
from api.outside.payments.watch import ASK, PaymentWatch


def add_jobs(queue: procrastinate.App, watch: PaymentWatch, refunds: Refunds) -> None:
    """Adds the jobs of payments and refunds to the job queue."""

    @queue.task(name=ASK)
    async def ask(payment: str) -> None:
        await watch.look(payment)

    @queue.task(name=REFUND)
    async def refund(refund: str) -> None:
        await refunds.give(UUID(refund))

    @queue.periodic(cron="* * * * *")
    @queue.task(name="payments.sweep", queueing_lock="payments.sweep")
    async def sweep(timestamp: int) -> None:
        await watch.sweep()
        await refunds.sweep()
