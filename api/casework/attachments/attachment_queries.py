"""Files on cases: what the database has of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.wording import WORDING
from api.db.tables.case_tools import Attachment

RESIDENTS = "/chat/files"  # where a resident's link leads
TITLES: Mapping[str, str] = WORDING.section("file_kinds")


async def by_code(session: AsyncSession, code: str) -> Attachment | None:
    """The file that a link names."""
    return await session.scalar(select(Attachment).where(Attachment.code == code))


async def of_notes(session: AsyncSession, reference: str) -> Mapping[int, Sequence[Attachment]]:
    """The files of a case's notes, by the note's id."""
    found: dict[int, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.reference == reference).order_by(Attachment.created_at)
    for row in (await session.scalars(query)).all():
        if row.note_id is not None:
            found.setdefault(row.note_id, []).append(row)
    return found
