"""The cases' SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy import case as when
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.paging import one_page
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord, TurnRecord
from api.db.tables.staff import StaffMember
from bot.turn import CaseDraft

QUEUE_PAGE = 50
_URGENCY = when((Case.priority == "urgent", 0), (Case.priority == "high", 1), (Case.priority == "normal", 2), else_=3)


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case in a list, and the display name of whoever has claimed it, or closed it."""

    case: Case
    holder: str | None


class CaseRepository:
    """Cases within one transaction. `teams` limits what is found: None finds cases of every team."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, conversation_id: UUID, kind: str, draft: CaseDraft) -> bool:
        """Writes a new case down. One with this reference stays as it is; whether there was none."""
        values = {
            "reference": draft.reference,
            "conversation_id": conversation_id,
            "kind": kind,
            "team": draft.team,
            "service": draft.service,
            "priority": draft.priority.value,
            "reason": draft.reason,
            "summary": draft.summary,
            "created_at": now(),
            "updated_at": now(),
        }
        statement = insert(Case).values(**values).on_conflict_do_nothing(index_elements=["reference"])
        return await self._session.scalar(statement.returning(Case.reference)) is not None

    async def find(self, reference: str, teams: Sequence[str] | None = None, *, lock: bool = False) -> Case | None:
        """The case with this reference; with `lock`, nobody else changes it until the transaction ends."""
        query = select(Case).where(Case.reference == reference, _of(teams))
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def conversation_of(self, reference: str, teams: Sequence[str] | None) -> UUID | None:
        """The conversation that the case comes from. It never changes, so nothing needs a lock."""
        query = select(Case.conversation_id).where(Case.reference == reference, _of(teams))
        return await self._session.scalar(query)

    async def queue(
        self, teams: Sequence[str] | None, statuses: Collection[str], page: int = 1
    ) -> Sequence[ListedCase]:
        """Urgent cases first, then those that wait longest: a page, and one more when there are others."""
        query = (
            select(Case, StaffMember.display_name)
            .outerjoin(StaffMember, StaffMember.id == func.coalesce(Case.claimed_by, Case.closed_by))
            .where(Case.status.in_(statuses), _of(teams))
            .order_by(_URGENCY, Case.created_at, Case.reference)
        )
        rows = await self._session.execute(one_page(query, page, QUEUE_PAGE))
        return [ListedCase(found, holder) for found, holder in rows.all()]

    async def holder(self, case: Case) -> str | None:
        """The display name of whoever has claimed the case, or closed it."""
        who = case.claimed_by or case.closed_by
        return await self._session.scalar(select(StaffMember.display_name).where(StaffMember.id == who))

    async def other_holder(self, case: Case) -> str | None:
        """The display name of whoever has claimed another case of the same conversation."""
        return await self._session.scalar(
            select(StaffMember.display_name)
            .join(Case, Case.claimed_by == StaffMember.id)
            .where(
                Case.conversation_id == case.conversation_id,
                Case.reference != case.reference,
                Case.status == "claimed",
            )
            .order_by(Case.updated_at.desc())
            .limit(1)
        )

    async def outcome(self, case: Case) -> str | None:
        """The named outcome of the turn that opened the case."""
        shown = MessageRecord.extras["case"]["reference"].astext
        return await self._session.scalar(
            select(TurnRecord.outcome)
            .join(MessageRecord, MessageRecord.turn_id == TurnRecord.id)
            .where(MessageRecord.conversation_id == case.conversation_id, shown == case.reference)
            .order_by(MessageRecord.id)
            .limit(1)
        )

    async def siblings(self, case: Case, teams: Sequence[str] | None) -> Sequence[Case]:
        """Other cases of the same conversation."""
        query = select(Case).where(
            Case.conversation_id == case.conversation_id, Case.reference != case.reference, _of(teams)
        )
        return (await self._session.scalars(query.order_by(Case.created_at))).all()

    async def waiting(self, teams: Sequence[str] | None) -> int:
        """How many cases nobody has claimed."""
        query = select(func.count()).select_from(Case).where(Case.status == "open", _of(teams))
        return await self._session.scalar(query) or 0


def _of(teams: Sequence[str] | None) -> ColumnElement[bool]:
    """The condition that a case is one of these teams'."""
    return true() if teams is None else Case.team.in_(teams)
