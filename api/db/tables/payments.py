"""Payments and refunds: references, amounts and states. Nothing of the card or of whoever pays is here."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class PaymentState(StrEnum):
    """How a payment stands."""

    CREATED = "created"  # under way: nothing is paid yet
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATES = ", ".join(repr(state.value) for state in PaymentState)


def new_id() -> str:
    """Unguessable: whoever has the address may pay, and nothing else."""
    return secrets.token_urlsafe(18)


class Payment(Base):
    """One payment. A reference has one that is under way at most; a new one follows one that failed."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint(f"state in ({_STATES})", name="state"),
        CheckConstraint("pence > 0", name="pence"),
        Index("uq_payment_under_way", "reference", unique=True, postgresql_where=text("state = 'created'")),
        Index("ix_payment_created_at", "created_at", postgresql_where=text("state = 'created'")),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(40), index=True)
    pence: Mapped[int]
    description: Mapped[str] = mapped_column(String(200))
    return_path: Mapped[str] = mapped_column(String(300))
    provider: Mapped[str] = mapped_column(String(20))
    provider_id: Mapped[str | None] = mapped_column(String(60), index=True)
    state: Mapped[str] = mapped_column(String(10), default=PaymentState.CREATED)
    reason: Mapped[str | None] = mapped_column(String(60))
    opening_until: Mapped[datetime | None]  # somebody is opening it at the provider
    ask_at: Mapped[datetime | None]  # the provider said that something happened, and must be asked
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]


class PaymentRefund(Base):
    """One refund. `refundable` is what could be given back just before it was asked for: by it we tell afterwards,
    without doubt, whether an attempt that broke off was carried out."""

    __tablename__ = "payment_refund"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'sending', 'done', 'failed')", name="state"),
        CheckConstraint("pence > 0", name="pence"),
        Index("ix_payment_refund_due", "due_at", postgresql_where=text("state in ('waiting', 'sending')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payment.id", ondelete="RESTRICT"), index=True)
    pence: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    reason: Mapped[str | None] = mapped_column(String(60))
    refund_id: Mapped[str | None] = mapped_column(String(60))
    refundable: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now)
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]


class DemonstrationPayment(Base):
    """What the embedded pay page knows of a payment: which button was pressed. No money moves."""

    __tablename__ = "payment_demonstration"
    __table_args__ = (CheckConstraint(f"state in ({_STATES})", name="state"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    pence: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=PaymentState.CREATED)
    refunded: Mapped[int] = mapped_column(default=0)
