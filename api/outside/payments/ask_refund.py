"""A refund is asked for within a booking's transaction; `refunds.py` gives it once that is committed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.payments import PaymentRefund, PaymentState
from api.kernel.errors import BadRequest, Conflict, NotFound
from api.kernel.jobs import defer
from api.outside.payments.repository import PaymentRepository
from api.outside.wording import say

REFUND = "payments.refund"


async def ask_refund(session: AsyncSession, reference: str, pence: int, key: str, at: datetime) -> None:
    """Queues a refund, once for each `key`. Raises NotFound, Conflict when nothing was paid or the key was used for
    another refund, BadRequest when it is more than is left."""
    payments = PaymentRepository(session)
    latest = await payments.latest(reference)
    payment = await payments.locked(latest.id) if latest else None
    if payment is None:
        raise NotFound(say("payments.none"))
    if (known := await payments.refund_by_key(key)) is not None:
        if (known.payment_id, known.pence) != (payment.id, pence):
            raise Conflict(say("payments.other_refund"))
        return
    if payment.state != PaymentState.PAID:
        raise Conflict(say("payments.nothing_paid"))
    if not 0 < pence <= payment.pence - await payments.refunded(payment.id):
        raise BadRequest(say("payments.too_much"))
    refund = PaymentRefund(key=key, payment_id=payment.id, pence=pence, due_at=at, created_at=at)
    session.add(refund)
    await session.flush()
    await defer(session, REFUND, refund=str(refund.id))
