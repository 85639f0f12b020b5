"""Refunds: asked for in a booking's transaction, given back once, one after another for each payment.

An attempt that broke off is never simply repeated. Before each refund it is noted how much can be given back; if that
is less by the refund's amount afterwards, it was carried out. The provider itself refuses a refund that names another
amount than can be given back at that moment, so that a late arrival cannot be a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from api.db.base import now
from api.db.session import Database
from api.db.tables.payments import Payment, PaymentRefund
from api.kernel.outside_faults import Fault, Later, Refused
from api.kernel.times import moment
from api.outside.backoff import wait
from api.outside.payments.provider import Provider, Refunded
from api.outside.payments.repository import OPEN_REFUNDS, PaymentRepository
from api.outside.payments.service import Payments

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
REFUND_GIVEN_UP_AFTER = timedelta(days=7)  # a payment can take days until it can be refunded
SWEPT = 100
SHOWN = 50
ANOTHER_AMOUNT = ("P0604", "status_412", "amount_differs")  # what can be given back is not what we said


@dataclass(frozen=True, slots=True)
class FailedRefund:
    """A refund that did not go through, as staff see it; `reason` is a code for whoever asks the provider."""

    reference: str
    price: str
    asked: str
    reason: str


@dataclass(frozen=True)
class Refunds:
    """Asks providers to refund payments, and asks again until it is known how that ended."""

    database: Database
    payments: Payments
    clock: Callable[[], datetime] = now

    async def failed(self) -> list[FailedRefund]:
        """Those that a person must look at, newest first."""
        async with self.database.transaction() as session:
            rows = await PaymentRepository(session).failed_refunds(SHOWN)
        return [
            FailedRefund(reference, f"£{row.pence / 100:,.2f}", moment(row.created_at), row.reason or "")
            for row, reference in rows
        ]

    async def sweep(self) -> int:
        """Attempts everything that is due; returns how many."""
        async with self.database.transaction() as session:
            due = await PaymentRepository(session).refunds_due(self.clock(), SWEPT)
        for refund_id in due:
            await self.give(refund_id)
        return len(due)

    async def give(self, refund_id: UUID) -> None:
        """Attempts one refund, unless it is done, not due, or has to wait for another one."""
        claimed = await self._claim(refund_id)
        if claimed is None:
            return
        refund, payment = claimed
        try:
            given = await self._give(refund, payment)
        except Fault as fault:
            await self._not_given(refund_id, fault)
        else:
            await self._given(refund_id, given)

    async def _claim(self, refund_id: UUID) -> tuple[PaymentRefund, Payment] | None:
        async with self.database.transaction() as session:
            payments = PaymentRepository(session)
            refund = await payments.refund(refund_id)
            at = self.clock()
            if refund is None or refund.state not in OPEN_REFUNDS or refund.due_at > at:
                return None
            if await payments.refund_before(refund):
                refund.due_at = at + timedelta(minutes=1)
                return None
            payment = await payments.find(refund.payment_id)
            refund.state, refund.due_at, refund.attempts = "sending", at + LEASE, refund.attempts + 1
            return (refund, payment) if payment else None

    async def _give(self, refund: PaymentRefund, payment: Payment) -> Refunded:
        provider, provider_id = self.payments.providers.get(payment.provider), payment.provider_id
        if provider is None or provider_id is None:
            raise Later("provider_switched_off")
        left = await self._left(provider, provider_id, refund)
        if refund.refundable is None:
            if left is None or left < refund.pence:
                raise Later("not_refundable_yet")
            await self._note(refund.id, left)
        elif left != refund.refundable:
            if left == refund.refundable - refund.pence or (left is None and refund.refundable == refund.pence):
                return Refunded("")  # an attempt that broke off was carried out
            raise Refused("look_at_the_provider")
        try:
            return await provider.refund(provider_id, refund.pence, refund.refundable or left or 0)
        except Refused as refused:
            if refused.reason in ANOTHER_AMOUNT:  # an attempt that we gave up on has just arrived: look again
                raise Later(refused.reason) from None
            raise

    async def _left(self, provider: Provider, provider_id: str, refund: PaymentRefund) -> int | None:
        return (await provider.ask(provider_id)).refundable

    async def _note(self, refund_id: UUID, left: int) -> None:
        """What can be given back now is kept before anything is asked for."""
        async with self.database.transaction() as session:
            refund = await PaymentRepository(session).refund(refund_id)
            if refund is not None:
                refund.refundable = left

    async def _given(self, refund_id: UUID, given: Refunded) -> None:
        async with self.database.transaction() as session:
            refund = await PaymentRepository(session).refund(refund_id)
            if refund is not None:
                refund.refund_id = given.refund_id or None
                self._end(refund, "failed" if given.failed else "done", "provider_error" if given.failed else None)

    async def _not_given(self, refund_id: UUID, fault: Fault) -> None:
        async with self.database.transaction() as session:
            refund = await PaymentRepository(session).refund(refund_id)
            if refund is None:
                return
            at = self.clock()
            if isinstance(fault, Later) and at < refund.created_at + REFUND_GIVEN_UP_AFTER:
                refund.state, refund.reason = "waiting", fault.reason
                refund.due_at = at + wait(refund.attempts, fault.seconds)
            else:
                self._end(refund, "failed", fault.reason)

    def _end(self, refund: PaymentRefund, state: str, reason: str | None) -> None:
        refund.state, refund.reason, refund.settled_at = state, reason, self.clock()
        level = log.info if state == "done" else log.error
        level("refund", refund=str(refund.id), state=state, reason=reason)
