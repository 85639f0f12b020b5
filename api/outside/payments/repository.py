"""The SQL of payments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.payments import Payment, PaymentRefund, PaymentState

OPEN_REFUNDS = ("waiting", "sending")


class PaymentRepository:
    """Payments and refunds within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, **fields: Any) -> Payment | None:
        """The new payment; None when one is under way for the reference."""
        made = insert(Payment).values(**fields).on_conflict_do_nothing().returning(Payment)
        return await self._session.scalar(made)

    async def find(self, payment_id: str) -> Payment | None:
        """The payment with this id; None when there is none."""
        return await self._session.get(Payment, payment_id)

    async def locked(self, payment_id: str) -> Payment | None:
        """The payment, until the transaction ends nobody else's."""
        query = select(Payment).where(Payment.id == payment_id).with_for_update()
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def latest(self, reference: str) -> Payment | None:
        """The payment of a reference that counts: a paid one, else the one under way, else the newest."""
        query = select(Payment).where(Payment.reference == reference)
        counts = [(Payment.state == state).desc() for state in (PaymentState.PAID, PaymentState.CREATED)]
        query = query.order_by(*counts, Payment.created_at.desc(), Payment.id).limit(1)
        return await self._session.scalar(query)

    async def by_provider_id(self, provider: str, provider_id: str) -> str | None:
        """The id of the payment that a provider knows by this id; None when there is none."""
        query = select(Payment.id).where(Payment.provider == provider, Payment.provider_id == provider_id)
        return await self._session.scalar(query)

    async def under_way(self, before: datetime, at: datetime, limit: int) -> Sequence[str]:
        """Payments begun before a moment and not finished, and those that the provider must be asked about; without
        those that were tried in vain a moment ago."""
        late = (Payment.state == PaymentState.CREATED) & (Payment.created_at < before) & Payment.ask_at.is_(None)
        query = select(Payment.id).where(or_(late, Payment.ask_at <= at)).order_by(Payment.created_at).limit(limit)
        return (await self._session.scalars(query)).all()

    async def ask_at(self, payment_id: str, at: datetime) -> None:
        """The provider is to be asked about it, at this moment or later."""
        await self._session.execute(update(Payment).where(Payment.id == payment_id).values(ask_at=at))

    async def refund_by_key(self, key: str) -> PaymentRefund | None:
        """The refund with this key; None when there is none."""
        return await self._session.scalar(select(PaymentRefund).where(PaymentRefund.key == key))

    async def refund(self, refund_id: UUID) -> PaymentRefund | None:
        """The refund, fresh from the database."""
        query = select(PaymentRefund).where(PaymentRefund.id == refund_id).with_for_update()
        return await self._session.scalar(query.execution_options(populate_existing=True))

    async def refunded(self, payment_id: str) -> int:
        """Pence that were given back or are about to be."""
        total = select(func.coalesce(func.sum(PaymentRefund.pence), 0))
        query = total.where(PaymentRefund.payment_id == payment_id, PaymentRefund.state != "failed")
        return int(await self._session.scalar(query) or 0)

    async def refund_before(self, refund: PaymentRefund) -> bool:
        """Whether an earlier refund of the same payment is not finished: they go one after another."""
        query = select(PaymentRefund.id).where(
            PaymentRefund.payment_id == refund.payment_id,
            PaymentRefund.id != refund.id,
            PaymentRefund.state.in_(OPEN_REFUNDS),
            or_(
                PaymentRefund.created_at < refund.created_at,
                (PaymentRefund.created_at == refund.created_at) & (PaymentRefund.id < refund.id),
            ),
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def refunds_of(self, references: Collection[str]) -> Sequence[PaymentRefund]:
        """The refunds of payments with these references, oldest first."""
        query = select(PaymentRefund).join(Payment, Payment.id == PaymentRefund.payment_id)
        query = query.where(Payment.reference.in_(references)).order_by(PaymentRefund.created_at, PaymentRefund.id)
        return (await self._session.scalars(query)).all()

    async def refunds_due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Refunds to attempt now."""
        query = select(PaymentRefund.id).where(PaymentRefund.state.in_(OPEN_REFUNDS), PaymentRefund.due_at <= at)
        return (await self._session.scalars(query.order_by(PaymentRefund.due_at).limit(limit))).all()

    async def failed_refunds(self, limit: int) -> Sequence[tuple[PaymentRefund, str]]:
        """Refunds that a person must look at, newest first, each with its booking's reference."""
        query = select(PaymentRefund, Payment.reference).join(Payment, Payment.id == PaymentRefund.payment_id)
        query = query.where(PaymentRefund.state == "failed").order_by(PaymentRefund.created_at.desc()).limit(limit)
        return [(row[0], row[1]) for row in (await self._session.execute(query)).all()]
