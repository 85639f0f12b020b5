"""The SQL of residents' photos."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.case_tools import Attachment
from api.db.tables.reports import ReportPhoto


class PhotoRepository:
    """Photos within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, photo: ReportPhoto) -> None:
        """A new photo, with its id."""
        self._session.add(photo)
        await self._session.flush()

    async def count(self, conversation_id: UUID) -> int:
        """How many photos the conversation has."""
        query = select(func.count()).select_from(ReportPhoto).where(ReportPhoto.conversation_id == conversation_id)
        return await self._session.scalar(query) or 0

    async def free(self, conversation_id: UUID, code: str) -> bool:
        """Whether the conversation has this photo, and no report has it yet."""
        query = select(ReportPhoto.id).where(
            ReportPhoto.conversation_id == conversation_id,
            ReportPhoto.code == code,
            ReportPhoto.reference.is_(None),
        )
        return await self._session.scalar(query) is not None

    async def attach(self, conversation_id: UUID, code: str, reference: str) -> None:
        """Gives the photo to a report."""
        await self._session.execute(
            update(ReportPhoto)
            .where(ReportPhoto.conversation_id == conversation_id, ReportPhoto.code == code)
            .where(ReportPhoto.reference.is_(None))
            .values(reference=reference)
        )

    async def of(self, reference: str) -> Sequence[ReportPhoto]:
        """The photos of a report, oldest first."""
        query = select(ReportPhoto).where(ReportPhoto.reference == reference).order_by(ReportPhoto.created_at)
        return (await self._session.scalars(query)).all()

    async def known(self, ids: Collection[UUID]) -> frozenset[UUID]:
        """Which of these ids are photos, or files of caseworkers, which stand beside them."""
        photos = select(ReportPhoto.id).where(ReportPhoto.id.in_(ids))
        files = select(Attachment.id).where(Attachment.id.in_(ids))
        return frozenset((await self._session.scalars(photos.union(files))).all())
