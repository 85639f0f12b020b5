"""Tables of supervision: what residents say of how it went, and what a supervisor has to look at."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class Rating(Base):
    """What a resident says of a conversation: 1 to 5, and a comment, redacted. One for each conversation."""

    __tablename__ = "rating"
    __table_args__ = (CheckConstraint("score between 1 and 5", name="score"),)

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    comment: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str | None] = mapped_column(ForeignKey("case.reference", ondelete="SET NULL"), index=True)
    team: Mapped[str | None] = mapped_column(String(60))
    service: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Review(Base):
    """A rating that a supervisor has to look at. `note` is redacted."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_waiting", "opened_at", postgresql_where="reviewed_at is null"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("rating.conversation_id", ondelete="CASCADE"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")


class Quality(Base):
    """What a supervisor found of the work on a case, in tags of quality.py. The resident never sees it."""

    __tablename__ = "case_quality"

    reference: Mapped[str] = mapped_column(ForeignKey("case.reference", ondelete="CASCADE"), primary_key=True)
    tags: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    tagged_by: Mapped[str] = mapped_column(String(80))
    tagged_at: Mapped[datetime] = mapped_column(default=now)
