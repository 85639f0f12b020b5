"""The queue's SQL: which case comes next, for whom, and who is free to take one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, any_, exists, func, literal, or_, select, true
from sqlalchemy import case as when
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import String

from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock, Caseworker
from api.db.tables.staff import StaffMember

URGENCY = when((Case.priority == "urgent", 0), (Case.priority == "high", 1), (Case.priority == "normal", 2), else_=3)
OVERSEERS = ("supervisor", "admin")
_NEXT_DUE = (
    select(func.min(CaseClock.due_at))
    .where(CaseClock.reference == Case.reference, CaseClock.met_at.is_(None))
    .correlate(Case)
    .scalar_subquery()
)
ORDER = (URGENCY, _NEXT_DUE.nulls_last(), Case.created_at, Case.reference)


def awake(at: datetime) -> ColumnElement[bool]:
    """Not put off, or not any longer."""
    return or_(Case.snoozed_until.is_(None), Case.snoozed_until <= at)


def is_there(at: datetime) -> ColumnElement[bool]:
    """Somebody who takes cases, and was here just now."""
    return and_(Caseworker.available, Caseworker.here_until > at, StaffMember.active)


def _sees() -> ColumnElement[bool]:
    return or_(StaffMember.role.in_(OVERSEERS), Case.team == any_(StaffMember.teams))


class Queue:
    """Reads the cases that wait for somebody, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_for(
        self, staff_id: int, teams: Sequence[str] | None, skills: Sequence[str], at: datetime
    ) -> Case | None:
        """The next case that this person may take, locked with its conversation; nobody else is handed the same one.

        A case that needs a skill goes to those who have it, if any of them is there.
        """
        able = or_(Case.needs.contained_by(_words(skills)), ~self._somebody_able(at))
        query = (
            select(Case)
            .join(Conversation, Conversation.id == Case.conversation_id)
            .where(
                Case.status == "open",
                awake(at),
                or_(Case.assigned_to.is_(None), Case.assigned_to == staff_id, Case.accept_by < at),
                true() if teams is None else Case.team.in_(teams),
                able,
            )
            .order_by(Case.assigned_to.is_(None), *ORDER)
            .limit(1)
            .with_for_update(of=[Conversation, Case], skip_locked=True)
        )
        return await self._session.scalar(query)

    async def to_deal(self, teams: Sequence[str], at: datetime, limit: int) -> Sequence[Case]:
        """Open cases of these teams that nobody has been dealt, locked, in order."""
        query = (
            select(Case)
            .where(Case.status == "open", Case.assigned_to.is_(None), awake(at), Case.team.in_(teams))
            .order_by(*ORDER)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return (await self._session.scalars(query)).all()

    async def free_for(self, case: Case, at: datetime, capacity: int) -> Caseworker | None:
        """Who is to be dealt this case, locked: there, able, below capacity, and longest without a new one."""
        load = (
            select(func.count())
            .where(
                or_(
                    and_(Case.status == "claimed", Case.claimed_by == Caseworker.staff_id, awake(at)),
                    and_(Case.status == "open", Case.assigned_to == Caseworker.staff_id),
                )
            )
            .correlate(Caseworker)
            .scalar_subquery()
        )
        query = (
            select(Caseworker)
            .join(StaffMember, StaffMember.id == Caseworker.staff_id)
            .where(
                is_there(at),
                StaffMember.role == "agent",
                literal(case.team) == any_(StaffMember.teams),
                Caseworker.staff_id.not_in(case.ignored_by),
                load < func.coalesce(Caseworker.capacity, capacity),
            )
            .order_by(
                (~Caseworker.skills.contains(_words(case.needs))),
                Caseworker.last_dealt_at.nulls_first(),
                Caseworker.staff_id,
            )
            .limit(1)
            .with_for_update(of=Caseworker, skip_locked=True)
        )
        return await self._session.scalar(query)

    async def ignored(self, at: datetime, limit: int) -> Sequence[Case]:
        """Cases that were dealt to somebody who did not accept in time, locked."""
        query = select(Case).where(Case.status == "open", Case.accept_by <= at).order_by(Case.accept_by).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def place(self, case: Case, at: datetime) -> int:
        """How many cases of the team would be taken before this one, and one."""
        mine = when({"urgent": 0, "high": 1, "normal": 2}, value=case.priority, else_=3)
        before = or_(mine > URGENCY, and_(mine == URGENCY, Case.created_at < case.created_at))
        query = select(func.count()).where(
            Case.team == case.team, Case.status == "open", awake(at), Case.reference != case.reference, before
        )
        return (await self._session.scalar(query) or 0) + 1

    async def people(self, team: str, at: datetime) -> Sequence[StaffMember]:
        """Who is there now and sees this team's cases, in order of name."""
        query = (
            select(StaffMember)
            .join(Caseworker, Caseworker.staff_id == StaffMember.id)
            .where(is_there(at), or_(StaffMember.role.in_(OVERSEERS), literal(team) == any_(StaffMember.teams)))
            .order_by(StaffMember.display_name)
        )
        return (await self._session.scalars(query)).all()

    def _somebody_able(self, at: datetime) -> ColumnElement[bool]:
        return (
            exists(Caseworker.staff_id)
            .where(
                StaffMember.id == Caseworker.staff_id, is_there(at), _sees(), Case.needs.contained_by(Caseworker.skills)
            )
            .correlate(Case)
        )


def _words(values: Sequence[str]) -> ColumnElement[list[str]]:
    return literal(list(values), ARRAY(String(40)))
