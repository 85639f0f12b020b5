"""The desk's own tables: clocks, people at their desks, ringing, notes and links."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Interval,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now

_CASE = "case.reference"


class ClockState(StrEnum):
    """How the clock of a service level stands."""

    MET = "met"
    PAUSED = "paused"
    RUNNING = "running"
    WARNED = "warned"
    BREACHED = "breached"


class CaseClock(Base):
    """One clock of one case (api/casework/queue/clock.py). `due_at` and `warn_at` are there while it runs."""

    __tablename__ = "case_clock"
    __table_args__ = (
        CheckConstraint("kind in ('first', 'next', 'resolution')", name="kind"),
        Index("ix_case_clock_due", "due_at", postgresql_where="met_at is null and breached_at is null"),
    )

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    target: Mapped[timedelta] = mapped_column(Interval)
    used: Mapped[timedelta] = mapped_column(Interval, default=timedelta)
    since: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]

    def state(self, at: datetime) -> ClockState:
        """How it stands; what nobody has marked yet counts too."""
        if self.met_at:
            return ClockState.BREACHED if self.breached_at else ClockState.MET
        if self.breached_at or (self.due_at and self.due_at <= at):
            return ClockState.BREACHED
        if self.since is None:
            return ClockState.PAUSED
        return ClockState.WARNED if self.warn_at and self.warn_at <= at else ClockState.RUNNING


class Caseworker(Base):
    """A member of staff at the desk: whether they take cases, until when they were surely there, what they can do."""

    __tablename__ = "caseworker"
    __table_args__ = (CheckConstraint("capacity between 0 and 50", name="capacity"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    available: Mapped[bool] = mapped_column(default=False)
    here_until: Mapped[datetime] = mapped_column(default=now)
    capacity: Mapped[int | None]
    skills: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list)
    on_call: Mapped[bool] = mapped_column(default=False)
    last_dealt_at: Mapped[datetime | None]


class Ring(Base):
    """An urgent case that rings until somebody says that they have seen it. `level` grows each time nobody does."""

    __tablename__ = "ring"

    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    rung_at: Mapped[datetime]
    again_at: Mapped[datetime]
    level: Mapped[int] = mapped_column(default=0)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]


class CaseNote(Base):
    """What staff tell each other about a case, or another system tells them (`outside`), redacted. The resident never
    sees it."""

    __tablename__ = "case_note"
    __table_args__ = (UniqueConstraint("reference", "form_key"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    form_key: Mapped[str | None] = mapped_column(String(80))
    outside: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(default=now)


class CaseLink(Base):
    """Two cases that belong together. Each pair is kept once, the smaller reference first."""

    __tablename__ = "case_link"
    __table_args__ = (CheckConstraint("one < other", name="order"),)

    one: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True)
    other: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), primary_key=True, index=True)


class LandedMessage(Base):
    """What a resident wrote after their case was merged: it belongs to the case `reference` from then on."""

    __tablename__ = "landed_message"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    reference: Mapped[str] = mapped_column(ForeignKey(_CASE, ondelete="CASCADE"), index=True)
    merged: Mapped[str] = mapped_column(String(20))  # the reference that the resident was given
