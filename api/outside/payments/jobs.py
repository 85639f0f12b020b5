"""The jobs of payments."""

from __future__ import annotations

from uuid import UUID

from api.kernel.jobs import Job
from api.outside.payments.ask_refund import REFUND
from api.outside.payments.refunds import Refunds
from api.outside.payments.watch import ASK, PaymentWatch


def payment_jobs(watch: PaymentWatch, refunds: Refunds) -> tuple[Job, ...]:
    """One job for each payment to ask about and each refund to give, and a sweep for what was cut off."""

    async def ask(payment: str) -> None:
        await watch.look(payment)

    async def give(refund: str) -> None:
        await refunds.give(UUID(refund))

    async def sweep() -> None:
        await watch.sweep()
        await refunds.sweep()

    return (
        Job(ASK, ask, description="Asks the payment provider what became of a payment."),
        Job(REFUND, give, description="Asks the payment provider to pay money back."),
        Job("payments.sweep", sweep, "* * * * *", description="Asks about payments and refunds that are still open."),
    )
