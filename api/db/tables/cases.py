"""Cases: work for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class Case(Base):
    """Work for a person in a team's queue. The summary is redacted; details are in the vault.

    `handover` is what the bot knew (api/casework/cases/handover_summary.py); `needs` are skills.
    A case that was dealt to somebody is still open, with `assigned_to` and the moment by which they accept it.
    Only api/casework/life/apply_case.py changes what CaseState (api/casework/life/case_state.py) names.
    """

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("priority in ('urgent', 'high', 'normal', 'low')", name="priority"),
        CheckConstraint("status in ('open', 'claimed', 'closed')", name="status"),
        CheckConstraint("kind in ('routed', 'reported', 'urgent')", name="kind"),
        CheckConstraint("snoozed_until is null or priority <> 'urgent'", name="urgent_awake"),
        CheckConstraint("merged_into is null or (status = 'closed' and merged_into <> reference)", name="merged"),
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
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    handover: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    language: Mapped[str | None] = mapped_column(String(8))
    needs: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list, server_default="{}")
    tags: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list, server_default="{}")
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    accept_by: Mapped[datetime | None]
    ignored_by: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, server_default="{}")
    snoozed_until: Mapped[datetime | None]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("case.reference", ondelete="SET NULL"))
    close_reason: Mapped[str | None] = mapped_column(String(40))
    close_outcome: Mapped[str | None] = mapped_column(String(40))
    contact: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    escalated_at: Mapped[datetime | None]
