"""Reads the audit trail: events about one subject, or a page of events by a filter. `audit.py` writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import AuditEvent

AUDIT_PAGE = 50  # events on one page


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events to show; empty means any. `before` is the id that the page starts under.

    `since` and `until` are moments: the first counts, the last does not any more.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    before: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditRepository:
    """The audit trail within one transaction. There is nothing here that changes it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def about(self, subject: str) -> Sequence[AuditEvent]:
        """The newest events about exactly this subject, newest first."""
        query = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.id.desc())
        return (await self._session.scalars(query.limit(AUDIT_PAGE))).all()

    async def events(self, wanted: AuditFilter, limit: int = AUDIT_PAGE + 1) -> Sequence[AuditEvent]:
        """Events, newest first: a page, and one more when there are older ones."""
        query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
        if wanted.actor:
            query = query.where(AuditEvent.actor == wanted.actor)
        if wanted.action:
            query = query.where(AuditEvent.action == wanted.action)
        if wanted.subject:
            query = query.where(AuditEvent.subject.icontains(wanted.subject, autoescape=True))
        if wanted.before is not None:
            query = query.where(AuditEvent.id < wanted.before)
        if wanted.since is not None:
            query = query.where(AuditEvent.at >= wanted.since)
        if wanted.until is not None:
            query = query.where(AuditEvent.at < wanted.until)
        return (await self._session.scalars(query)).all()
