"""That somebody read a case goes on record: once an hour for each person and case, so that the trail stays small."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import AuditEvent
from api.kernel import audit
from api.kernel.permissions import Member

LASTS = timedelta(hours=1)


async def on_record(session: AsyncSession, member: Member, reference: str, action: audit.Action, at: datetime) -> bool:
    """Whether the trail has that this person did this to this case within the last hour."""
    told = exists().where(
        AuditEvent.subject == audit.case(reference),
        AuditEvent.actor == member.username,
        AuditEvent.action == action.value,
        AuditEvent.at > at - LASTS,
    )
    return bool(await session.scalar(select(told)))


async def record(session: AsyncSession, member: Member, reference: str, at: datetime) -> None:
    """The person reads what was said in this case."""
    if not await on_record(session, member, reference, audit.Action.CASE_READ, at):
        audit.record(session, member.username, audit.Action.CASE_READ, audit.case(reference), address=member.address)
