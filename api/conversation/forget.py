"""What goes with a conversation when it is erased: the SQL over every table that stands beside it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.case_tools import Attachment, PendingReply, ReplyDraft, StaffForm
from api.db.tables.cases import Case
from api.db.tables.reports import Report, ReportFollower, ReportPhoto


async def cases_under_way(session: AsyncSession, conversation_id: UUID) -> tuple[str, ...]:
    """The references of the conversation's cases that are not closed, oldest first."""
    query = select(Case.reference).where(Case.conversation_id == conversation_id, Case.status != "closed")
    return tuple((await session.scalars(query.order_by(Case.created_at))).all())


async def forget(session: AsyncSession, conversation_ids: Collection[UUID]) -> None:
    """Deletes what conversations reported and follow, with their photos: they are erased whole."""
    for table in (Report, ReportFollower, ReportPhoto):
        await session.execute(delete(table).where(table.conversation_id.in_(conversation_ids)))


async def forget_details(session: AsyncSession, conversation_id: UUID) -> None:
    """Deletes the photos, and what showed whose a report is; reports under way stay."""
    for table in (ReportFollower, ReportPhoto):
        await session.execute(delete(table).where(table.conversation_id == conversation_id))
    await session.execute(update(Report).where(Report.conversation_id == conversation_id).values(proofs=[]))


async def forget_typed(session: AsyncSession, reference: str) -> None:
    """Nothing that anybody typed about a case, or added to it, is left."""
    for table in (ReplyDraft, PendingReply, Attachment):
        await session.execute(delete(table).where(table.reference == reference))
    half_filled = StaffForm.reference == reference, StaffForm.made.is_(None)
    await session.execute(delete(StaffForm).where(*half_filled))
