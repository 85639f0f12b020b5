"""The SQL of reports: everything is counted in the database, over one period, with a bound on what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.cases import Case
from api.db.tables.conversations import TurnRecord
from api.db.tables.desk import CaseClock
from api.db.tables.supervision import Rating
from api.kernel.times import LONDON

MOST_ROWS = 300  # services; there are never so many teams, hours or outcomes
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Whole days of the council's clock, the last one included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The midnight at which the period begins."""
        return datetime.combine(self.first, time(), LONDON)

    @property
    def end(self) -> datetime:
        """The midnight after the period's last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), LONDON)


class Counts:
    """Counts conversations, cases and ratings over a period, within one transaction."""

    def __init__(self, session: AsyncSession, period: ReportPeriod) -> None:
        self._session, self._period = session, period

    async def teams(self) -> Sequence[Row]:
        """Team, cases opened, closed of those, first answers in time, first answers, late, ratings, their average."""
        first = and_(CaseClock.reference == Case.reference, CaseClock.kind == "first")
        answered = CaseClock.met_at.is_not(None)
        query = (
            select(
                Case.team,
                func.count(),
                func.count().filter(Case.status == "closed"),
                func.count().filter(answered, CaseClock.breached_at.is_(None)),
                func.count().filter(answered),
                func.count().filter(CaseClock.breached_at.is_not(None)),
                func.count(Rating.score),
                func.avg(Rating.score),
            )
            .outerjoin(CaseClock, first)
            .outerjoin(Rating, Rating.reference == Case.reference)
            .where(self._within(Case.created_at))
            .group_by(Case.team)
            .order_by(func.count().desc(), Case.team)
            .limit(MOST_ROWS)
        )
        return await self._rows(query)

    async def services(self) -> Sequence[Row]:
        """Service, enquiries, how many of them answered, passed to a person."""
        outcome = TurnRecord.outcome
        query = (
            select(
                TurnRecord.service,
                func.count(),
                func.count().filter(outcome == "answered"),
                func.count().filter(outcome.in_(("routed", "urgent"))),
            )
            .where(self._within(TurnRecord.created_at), TurnRecord.service.is_not(None))
            .group_by(TurnRecord.service)
            .order_by(func.count().desc(), TurnRecord.service)
            .limit(MOST_ROWS)
        )
        return await self._rows(query)

    async def hours(self) -> Sequence[Row]:
        """Hour of the day on the council's clock, enquiries in it; hours without any are left out."""
        hour = extract("hour", func.timezone(LONDON.key, TurnRecord.created_at))
        query = select(hour, func.count()).where(self._within(TurnRecord.created_at)).group_by(hour).order_by(hour)
        return await self._rows(query)

    async def hours_of_cases(self) -> Sequence[Row]:
        """Hour of the day, cases opened in it."""
        hour = extract("hour", func.timezone(LONDON.key, Case.created_at))
        query = select(hour, func.count()).where(self._within(Case.created_at)).group_by(hour).order_by(hour)
        return await self._rows(query)

    async def outcomes(self) -> Sequence[Row]:
        """Outcome of a turn, how many ended so."""
        query = select(TurnRecord.outcome, func.count()).where(self._within(TurnRecord.created_at))
        return await self._rows(query.group_by(TurnRecord.outcome).order_by(func.count().desc(), TurnRecord.outcome))

    async def ratings(self) -> Sequence[Row]:
        """How many residents gave each score, by score."""
        query = select(Rating.score, func.count()).where(self._within(Rating.created_at))
        return await self._rows(query.group_by(Rating.score).order_by(Rating.score))

    def _within(self, moment: Any) -> Any:
        return and_(moment >= self._period.begin, moment < self._period.end)

    async def _rows(self, query: Any) -> Sequence[Row]:
        return [tuple(row) for row in (await self._session.execute(query)).all()]
