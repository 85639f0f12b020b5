"""Staff accounts, their sessions, and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, String, false
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class StaffMember(Base):
    """A person who signs in. `teams` are the queues an agent sees; the other roles see every queue.

    With `provider` they sign in at the council's identity provider only, which knows them by `provider_subject`.
    """

    __tablename__ = "staff_member"
    __table_args__ = (CheckConstraint("role in ('agent', 'supervisor', 'admin', 'auditor')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(12))
    teams: Mapped[list[str]] = mapped_column(ARRAY(String(60)), default=list)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    provider: Mapped[bool] = mapped_column(default=False, server_default=false())
    provider_subject: Mapped[str | None] = mapped_column(String(300), unique=True)


class StaffSession(Base):
    """A signed-in browser, known by the digest of its cookie. One that waits for a code opens nothing else."""

    __tablename__ = "staff_session"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    address: Mapped[str | None] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(60), default="", server_default="")
    waits_for_code: Mapped[bool] = mapped_column(default=False, server_default=false())


class SecondFactor(Base):
    """A person's codes from an app. The secret is in `kept_secret`; no code of `last_step` or before works again."""

    __tablename__ = "second_factor"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """A code for somebody whose phone is gone. It is deleted when it is used."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)


class SignInNetwork(Base):
    """How often a network address was refused at sign-in lately, and until when it has to wait."""

    __tablename__ = "sign_in_network"

    network: Mapped[str] = mapped_column(String(60), primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]


class AuditEvent(Base):
    """Who did what, to what, when. A trigger in the database refuses changes and deletions."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    address: Mapped[str | None] = mapped_column(String(60))


class AuditLink(Base):
    """An event's place in the chain, and a digest over the digest before it and the event. The database makes it."""

    __tablename__ = "audit_link"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    digest: Mapped[str] = mapped_column(String(64))
