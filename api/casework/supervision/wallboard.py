"""The wallboard: how the desk stands now, counted in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.queue.queue import URGENCY, awake
from api.casework.wording import say
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, TurnRecord
from api.db.tables.desk import CaseClock, Caseworker
from api.db.tables.staff import StaffMember
from api.db.tables.supervision import Rating, Review
from api.kernel.times import LONDON, waited
from bot.council import Council

MOST_PEOPLE, MOST_ESCALATED = 100, 50


@dataclass(frozen=True, slots=True)
class TeamNow:
    """How one team stands now, as a line of the wallboard."""

    name: str
    waiting: int
    longest: str
    claimed: int
    at_risk: int
    late: int


@dataclass(frozen=True, slots=True)
class PersonOnDuty:
    """Somebody who is there, and what they carry."""

    name: str
    takes: bool
    load: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """A case that was escalated and is not closed; `holder` has it, or is to accept it."""

    reference: str
    team: str
    priority: str
    since: str
    holder: str


@dataclass(frozen=True, slots=True)
class Wallboard:
    """Everything on the wall. `contained` is a share of `ended`, None when no conversation has ended today."""

    at: str
    teams: Sequence[TeamNow]
    total: TeamNow
    people: Sequence[PersonOnDuty]
    ended: int
    contained: int
    escalated: Sequence[Escalated]
    ratings: int
    average: float | None
    to_review: int

    @property
    def containment(self) -> str:
        """The share of ended conversations that no person had to join, as a percentage."""
        return f"{round(100 * self.contained / self.ended)}%" if self.ended else "–"


@dataclass(frozen=True, slots=True)
class _Counted:
    waiting: int
    since: datetime | None
    claimed: int
    at_risk: int
    late: int


class Wallboards:
    """Reads the wallboard within one transaction: seven queries, however many cases there are."""

    def __init__(self, council: Council, capacity: int) -> None:
        self._council, self._capacity = council, capacity

    async def read(self, session: AsyncSession, at: datetime) -> Wallboard:
        """How it stands at this moment."""
        counted, today = await _teams(session, at), _midnight(at)
        lines = [self._line(slug, each, at) for slug, each in sorted(counted.items())]
        ended, contained = await _containment(session, today)
        ratings, average = await _ratings(session, today)
        to_review = await session.scalar(select(func.count()).select_from(Review).where(Review.reviewed_at.is_(None)))
        return Wallboard(
            at=f"{at.astimezone(LONDON):%H:%M}",
            teams=lines,
            total=_line(say("supervision.all_teams"), _sum(list(counted.values())), at),
            people=await self._people(session, at),
            escalated=await self._escalated(session, at),
            ended=ended,
            contained=contained,
            ratings=ratings,
            average=average,
            to_review=to_review or 0,
        )

    async def _people(self, session: AsyncSession, at: datetime) -> Sequence[PersonOnDuty]:
        held = and_(Case.status == "claimed", Case.claimed_by == StaffMember.id)
        dealt = and_(Case.status == "open", Case.assigned_to == StaffMember.id)
        load = select(func.count()).select_from(Case).where(or_(held, dealt), awake(at)).correlate(StaffMember)
        columns = (StaffMember.display_name, Caseworker.available, load.scalar_subquery(), Caseworker.capacity)
        query = select(*columns).join(Caseworker, Caseworker.staff_id == StaffMember.id)
        query = query.where(StaffMember.active, Caseworker.here_until > at)
        rows = await session.execute(query.order_by(StaffMember.display_name).limit(MOST_PEOPLE))
        return [
            PersonOnDuty(name, takes, carried, self._capacity if most is None else most)
            for name, takes, carried, most in rows
        ]

    async def _escalated(self, session: AsyncSession, at: datetime) -> Sequence[Escalated]:
        who = StaffMember.id == func.coalesce(Case.claimed_by, Case.assigned_to)
        query = select(Case, StaffMember.display_name).outerjoin(StaffMember, who)
        query = query.where(Case.status != "closed", Case.escalated_at.is_not(None))
        rows = (await session.execute(query.order_by(URGENCY, Case.escalated_at).limit(MOST_ESCALATED))).all()
        return [
            Escalated(
                reference=case.reference,
                team=team.name if (team := self._council.teams.get(case.team)) else case.team,
                priority=case.priority,
                since=waited(case.escalated_at or at, at),
                holder=name or say("supervision.nobody_yet"),
            )
            for case, name in rows
        ]

    def _line(self, slug: str, counted: _Counted, at: datetime) -> TeamNow:
        team = self._council.teams.get(slug)
        return _line(team.name if team else slug, counted, at)


async def _teams(session: AsyncSession, at: datetime) -> dict[str, _Counted]:
    """Counts of each team that has something to do."""
    running = and_(CaseClock.reference == Case.reference, CaseClock.met_at.is_(None))
    past = exists().where(running, or_(CaseClock.breached_at.is_not(None), CaseClock.due_at <= at))
    risky = exists().where(running, CaseClock.breached_at.is_(None), CaseClock.warn_at <= at, CaseClock.due_at > at)
    waits = and_(Case.status == "open", awake(at))
    query = (
        select(
            Case.team,
            func.count().filter(waits),
            func.min(Case.created_at).filter(waits),
            func.count().filter(Case.status == "claimed"),
            func.count().filter(risky, ~past),
            func.count().filter(past),
        )
        .where(Case.status != "closed")
        .group_by(Case.team)
    )
    rows = (await session.execute(query)).all()
    return {team: _Counted(waiting, since, claimed, soon, late) for team, waiting, since, claimed, soon, late in rows}


async def _containment(session: AsyncSession, since: datetime) -> tuple[int, int]:
    """Conversations with an enquiry that ended since then, and how many of those needed no person."""
    asked = exists().where(TurnRecord.conversation_id == Conversation.id)
    person = exists().where(Case.conversation_id == Conversation.id, Case.kind != "reported")
    query = select(func.count(), func.count().filter(~person)).where(Conversation.closed_at >= since, asked)
    ended, contained = (await session.execute(query)).one()
    return ended, contained


async def _ratings(session: AsyncSession, since: datetime) -> tuple[int, float | None]:
    query = select(func.count(), func.avg(Rating.score)).where(Rating.created_at >= since)
    count, average = (await session.execute(query)).one()
    return count, round(float(average), 1) if average is not None else None


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(LONDON).date(), time(), LONDON)


def _sum(counted: Sequence[_Counted]) -> _Counted:
    since = [each.since for each in counted if each.since]
    return _Counted(
        sum(each.waiting for each in counted),
        min(since, default=None),
        sum(each.claimed for each in counted),
        sum(each.at_risk for each in counted),
        sum(each.late for each in counted),
    )


def _line(name: str, counted: _Counted, at: datetime) -> TeamNow:
    longest = waited(counted.since, at) if counted.since else "–"
    return TeamNow(name, counted.waiting, longest, counted.claimed, counted.at_risk, counted.late)
