"""What staff tell each other about a case: SQL of notes and links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.cases import Case
from api.db.tables.desk import CaseLink, CaseNote

WHISPER = " (whisper)"  # after a supervisor's name: the case page shows such a note at once


class Notes:
    """Notes and links within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, reference: str, author: str, text: str, key: str | None = None) -> int | None:
        """A note, and its id. From a form that was sent twice it is kept once: the second time there is none."""
        values = {"reference": reference, "author": author, "text": text, "form_key": key}
        statement = insert(CaseNote).values(**values).on_conflict_do_nothing().returning(CaseNote.id)
        return await self._session.scalar(statement)

    async def of(self, reference: str) -> Sequence[CaseNote]:
        """The notes of a case, oldest first."""
        query = select(CaseNote).where(CaseNote.reference == reference).order_by(CaseNote.id)
        return (await self._session.scalars(query)).all()

    async def link(self, reference: str, other: str) -> None:
        """Ties two cases together; twice is no error."""
        one, two = sorted((reference, other))
        await self._session.execute(insert(CaseLink).values(one=one, other=two).on_conflict_do_nothing())

    async def linked(self, reference: str, teams: Sequence[str] | None) -> Sequence[Case]:
        """Cases tied to this one or merged into it, as far as these teams see them."""
        one = select(CaseLink.one).where(CaseLink.other == reference)
        other = select(CaseLink.other).where(CaseLink.one == reference)
        tied = or_(Case.reference.in_(one), Case.reference.in_(other), Case.merged_into == reference)
        query = select(Case).where(tied).order_by(Case.created_at)
        return (await self._session.scalars(query if teams is None else query.where(Case.team.in_(teams)))).all()
