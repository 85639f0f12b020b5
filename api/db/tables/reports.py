"""Reports, who follows them, their photos, and how they stand at an outside server.

A report is written before its case is, in a transaction of its own, while the resident's turn holds the conversation's
row. So `conversation_id` is no foreign key (the check of one would wait for that very turn), and a report counts only
once there is a case of its reference.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class Report(Base):
    """One report. `place` is redacted; `proofs` are keyed digests of what shows that it is the resident's."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("conversation_id", "key"),
        Index("ix_report_service_created", "service", "created_at"),
        Index("ix_report_same_place", "service", "same_place"),
    )

    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(index=True)
    key: Mapped[str] = mapped_column(String(120))
    service: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(Text, default="")
    same_place: Mapped[str] = mapped_column(String(300), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    dangerous: Mapped[bool] = mapped_column(default=False)
    proofs: Mapped[list[str]] = mapped_column(JSONB, default=list)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class ReportFollower(Base):
    """A conversation that follows a report which somebody else made."""

    __tablename__ = "report_follower"

    reference: Mapped[str] = mapped_column(ForeignKey("report.reference", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ReportPhoto(Base):
    """A photo, sealed under its conversation's key in a file named by the id; `reference` once a report has it."""

    __tablename__ = "report_photo"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    reference: Mapped[str | None] = mapped_column(String(20), index=True)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)


class ReportForward(Base):
    """How a report stands at the outside Open311 server.

    `state`: waiting to be sent; unsure whether a try arrived; token, until the server gives its id; sent; refused;
    given_up.
    """

    __tablename__ = "report_forward"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'unsure', 'token', 'sent', 'refused', 'given_up')", name="state"),
        Index("ix_report_forward_due", "state", "next_at"),
    )

    reference: Mapped[str] = mapped_column(ForeignKey("report.reference", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    token: Mapped[str | None] = mapped_column(String(200))
    outside_id: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str | None] = mapped_column(String(20))
    updated_there: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=now)
    first_sent_at: Mapped[datetime | None]
