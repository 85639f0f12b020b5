"""The outbox: what residents are to be told. It holds placeholders; the vault alone knows what they stand for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now
from api.db.tables.notice_kinds import Channel, NoticeKind, NoticeState


def _one_of(column: str, values: type[NoticeKind] | type[Channel] | type[NoticeState]) -> str:
    return f"{column} in ({', '.join(repr(each.value) for each in values)})"


class Notice(Base):
    """One notice. `key` says what it is, so that asking for it twice makes one; `id` is what the carrier knows it by.

    `doubtful` is set before every attempt and taken back when the attempt ends with certainty.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(_one_of("kind", NoticeKind), name="kind"),
        CheckConstraint(_one_of("channel", Channel), name="channel"),
        CheckConstraint(_one_of("state", NoticeState), name="state"),
        Index("ix_notice_due", "due_at", postgresql_where=text("state in ('waiting', 'sending')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(40), index=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(5))
    recipient: Mapped[str] = mapped_column(String(40))  # a placeholder
    facts: Mapped[dict[str, str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(10), default=NoticeState.WAITING)
    reason: Mapped[str | None] = mapped_column(String(60))
    carrier: Mapped[str | None] = mapped_column(String(10))
    carrier_id: Mapped[str | None] = mapped_column(String(40), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime] = mapped_column(default=now)
    give_up_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
