"""Cases: work for a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class Case(Base):
    """Work for a person in a team's queue. The summary is redacted; details are in the vault."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("priority in ('urgent', 'high', 'normal', 'low')", name="priority"),
        CheckConstraint("status in ('open', 'claimed', 'closed')", name="status"),
        CheckConstraint("kind in ('routed', 'reported', 'urgent')", name="kind"),
        Index("ix_case_queue", "team", "status", "created_at"),
    )

    reference: Mapped[str] = mapped_column(String(20), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    team: Mapped[str] = mapped_column(String(60))
    service: Mapped[str | None] = mapped_column(String(80))
    priority: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="open")
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
