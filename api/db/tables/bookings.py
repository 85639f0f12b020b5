"""Bookings and what they take up. Nothing here holds personal data: answers are placeholders of a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now

STATES = ("held", "unpaid", "confirmed", "cancelled", "expired", "missed")


class Booking(Base):
    """One booking, from the moment a time is held. `change` is an amendment that waits for its payment. Of `price`,
    `due` was asked for by now; at first that is the `deposit`, where there is one.

    `conversation_id` is no foreign key: a turn holds its conversation's row locked while it books, and a key would
    wait for that lock for ever.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("(state in ('held', 'unpaid')) = (held_until is not null)", name="held_until"),
        CheckConstraint("(starts_at is null) = (ends_at is null)", name="whole_slot"),
        CheckConstraint("paid >= 0 and due >= 0 and due <= price", name="money"),
        CheckConstraint("deposit between 0 and price", name="deposit"),
        Index("ix_booking_household", "household", "service"),
        Index("ix_booking_day", "service", "starts_at"),
        Index("ix_booking_held", "held_until", postgresql_where=text("held_until is not null")),
    )

    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    service: Mapped[str] = mapped_column(String(80))
    conversation_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    slot: Mapped[str | None] = mapped_column(String(80))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    household: Mapped[str | None] = mapped_column(String(32))
    proof: Mapped[str | None] = mapped_column(String(32))
    price: Mapped[int] = mapped_column(Integer, default=0)
    due: Mapped[int] = mapped_column(Integer, default=0)
    paid: Mapped[int] = mapped_column(Integer, default=0)
    deposit: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    change: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    held_until: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    balance_told_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class LaneRecord(Base):
    """One unit of a resource: what takes one booking at a time. An `extra` one counts only while staff put in more."""

    __tablename__ = "booking_lane"
    __table_args__ = (UniqueConstraint("resource", "number"),)

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    resource: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    extra: Mapped[bool] = mapped_column(default=False, server_default=false())


class LanePlace(Base):
    """A stretch of time of one lane, taken by a booking. PostgreSQL lets no two overlap, and no more be at once than
    the resource has units, with what staff changed for that time (a trigger of 0012_bookings_capacity counts).

    `held_until` says until when it is only held; `pending` that it belongs to an amendment which is not paid yet.
    """

    __tablename__ = "booking_place"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="some_time"),
        ExcludeConstraint(
            (func.int4range(text("lane_id"), text("lane_id"), text("'[]'")), "&&"),
            (func.tstzrange(text("starts_at"), text("ends_at")), "&&"),
            name="ex_booking_place_one_at_a_time",
            using="gist",
        ),
        Index("ix_booking_place_lane", "lane_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    lane_id: Mapped[int] = mapped_column(ForeignKey("booking_lane.id"))
    reference: Mapped[str] = mapped_column(ForeignKey("booking.reference", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    pending: Mapped[bool] = mapped_column(default=False)


class Charge(Base):
    """Money that a booking was asked for. The first charge has the booking's reference, each later one a number behind
    it; one of the `balance` is for what is left after a deposit."""

    __tablename__ = "booking_payment"
    __table_args__ = (
        CheckConstraint("state in ('started', 'paid', 'dropped')", name="state"),
        CheckConstraint("pence > 0 and refunded between 0 and pence", name="money"),
    )

    reference: Mapped[str] = mapped_column(String(30), primary_key=True)
    booking: Mapped[str] = mapped_column(ForeignKey("booking.reference", ondelete="CASCADE"), index=True)
    pence: Mapped[int]
    refunded: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(10), default="started")
    balance: Mapped[bool] = mapped_column(default=False, server_default=false())
    address: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class BookingEvent(Base):
    """What happened to a booking. A command's key stands once: the same command again does nothing."""

    __tablename__ = "booking_event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    reference: Mapped[str] = mapped_column(ForeignKey("booking.reference", ondelete="CASCADE"), index=True)
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    what: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    at: Mapped[datetime] = mapped_column(default=now)


class CapacityBlock(Base):
    """Units that staff took out of a resource for a time, all of them without a number; or put in, if it is `more`."""

    __tablename__ = "booking_block"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="some_time"),
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("not more or units is not null", name="more"),
        Index("ix_booking_block_resource", "resource", "ends_at"),
    )

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    resource: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    units: Mapped[int | None]
    more: Mapped[bool] = mapped_column(default=False, server_default=false())
    why: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)
