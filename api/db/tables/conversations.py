"""Conversations, their turns and messages. Nothing here holds a resident's words before redaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class Conversation(Base):
    """One resident's conversation. `dialogue` is the engine's state between turns; `unfinished` the label of a
    value that the last message began, never the value. `read_by_...` are ids of the newest message each side has seen.
    Who owns it changes only as api/conversation/ownership.py says: a trigger refuses the rest."""

    __tablename__ = "conversation"
    __table_args__ = (CheckConstraint("owner in ('bot', 'waiting', 'person', 'closed')", name="owner"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_digest: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(10), default="bot")
    staff_name: Mapped[str | None] = mapped_column(String(80))
    service: Mapped[str | None] = mapped_column(String(80))
    dialogue: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    unfinished: Mapped[str | None] = mapped_column(String(20))
    said_safe_at: Mapped[datetime | None]  # that nobody else reads their email and texts, after words of danger
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)
    closed_at: Mapped[datetime | None]
    read_by_resident: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    read_by_staff: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    @property
    def erased(self) -> bool:
        """Whether its details were erased while a case was under way: no token opens it any more."""
        return not self.token_digest


class TurnRecord(Base):
    """One finished turn: what was understood and how it ended. A key makes sending twice harmless."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "idempotency_key"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(80))
    request_digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    service: Mapped[str | None] = mapped_column(String(80))
    intent: Mapped[str | None] = mapped_column(String(80))
    confidence: Mapped[float]
    services: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    crisis: Mapped[str | None] = mapped_column(String(40))
    milliseconds: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class MessageRecord(Base):
    """One message. `extras` holds what is shown beside the text: link, buttons, card, case. `form_key` is that of the
    form it was written in: sent twice, it is stored once."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("sender in ('resident', 'bot', 'staff', 'system')", name="sender"),
        Index("ix_message_conversation", "conversation_id", "id"),
        Index("uq_message_form", "conversation_id", "form_key", unique=True, postgresql_where="form_key is not null"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"))
    sender: Mapped[str] = mapped_column(String(10))
    sender_name: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    extras: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    form_key: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)
