"""The case page's own tables: mentions, canned texts, drafts, replies about to go, verdicts on the guess, who looks,
forms for a resident."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now

_CASE = "case.reference"
_STAFF = "staff_member.id"


class Mention(Base):
    """A colleague named in a note (`@username`)."""

    __tablename__ = "case_mention"

    note_id: Mapped[int] = mapped_column(ForeignKey("case_note.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(_STAFF, ondelete="CASCADE"), primary_key=True, index=True)
    read_at: Mapped[datetime | None]


class GuessVerdict(Base):
    """What a person says a case is about, against what was guessed; a correction suggests a line of training."""

    __tablename__ = "service_verdict"

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)  # the resident's, redacted
    guessed: Mapped[str | None] = mapped_column(String(80))
    confidence: Mapped[float | None]
    service: Mapped[str] = mapped_column(String(80))
    said_by: Mapped[str] = mapped_column(String(80))
    said_at: Mapped[datetime] = mapped_column(default=now)


class CannedText(Base):
    """A text that a team sends often; with a tag or a reason for closing it is a macro. No team: every team's."""

    __tablename__ = "canned_text"
    __table_args__ = (
        UniqueConstraint("team", "name", postgresql_nulls_not_distinct=True),
        CheckConstraint("name <> '' and text <> ''", name="filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    tag: Mapped[str | None] = mapped_column(String(40))
    close_reason: Mapped[str | None] = mapped_column(String(40))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class ReplyDraft(Base):
    """What a caseworker has typed and not sent, as ciphertext under the conversation's key."""

    __tablename__ = "case_draft"

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(_STAFF, ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class PendingReply(Base):
    """A reply that goes at `sends_at` unless it is taken back: redacted, and as typed under the conversation's key."""

    __tablename__ = "pending_reply"

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(_STAFF, ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    form_key: Mapped[str | None] = mapped_column(String(80))
    sends_at: Mapped[datetime] = mapped_column(index=True)


class CaseLook(Base):
    """Who has a case on their screen, and when they last typed there."""

    __tablename__ = "case_look"

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(_STAFF, ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    typed_at: Mapped[datetime | None]


class DeskChoice(Base):
    """What a person has chosen for their own desk."""

    __tablename__ = "desk_choice"

    staff_id: Mapped[int] = mapped_column(ForeignKey(_STAFF, ondelete="CASCADE"), primary_key=True)
    shortcuts: Mapped[bool] = mapped_column(default=True, server_default=true())


class StaffForm(Base):
    """A form that a caseworker fills in for a resident: half filled, or with the reference of what came of it.

    `filling` holds placeholders only, as in the chat (bot/forms/filling.py).
    """

    __tablename__ = "case_form"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(_STAFF, ondelete="SET NULL"))
    service: Mapped[str] = mapped_column(String(80))
    filling: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made: Mapped[str | None] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]


class Attachment(Base):
    """A file that a caseworker added, sealed under the conversation's key in a file named by the id.

    `code` is what its link names; the resident's link opens only what is `shown` to them. A note's file has the note.
    """

    __tablename__ = "case_attachment"
    __table_args__ = (
        CheckConstraint("kind in ('jpeg', 'pdf')", name="kind"),
        CheckConstraint("shown = (note_id is null)", name="one_place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("case_note.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(4))
    shown: Mapped[bool]
    added_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)
