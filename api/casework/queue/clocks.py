"""The clocks of cases in the database: started, paused, met, moved, and found when they run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.queue.clock import Clock, ClockKind, clock_of
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.working_time import Calendar
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock


class Clocks:
    """Keeps the clocks of a case. Whoever calls has the case locked."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy = policy

    async def opened(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """A case is new, or open again: whatever does not run begins to."""
        rows = await self.of(session, case.reference)
        first, resolution = rows.get(ClockKind.FIRST), rows.get(ClockKind.RESOLUTION)
        if first is None:
            self._begin(session, case, ClockKind.FIRST, at)
        elif first.met_at is not None:
            await self._next(session, case, rows, at)
        if resolution is None:
            self._begin(session, case, ClockKind.RESOLUTION, at)
        else:
            resolution.met_at = None
            self._set(case, resolution, clock_of(resolution).resumed(at))

    async def resident_wrote(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """The resident wrote: we are not waiting for them, and owe them a word."""
        rows = await self.of(session, case.reference)
        resolution, first = rows.get(ClockKind.RESOLUTION), rows.get(ClockKind.FIRST)
        if resolution and not resolution.met_at:
            self._set(case, resolution, clock_of(resolution).resumed(at))
        if first is None or first.met_at:
            await self._next(session, case, rows, at)

    async def answered(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """A person wrote: the resident has their word, and we wait for theirs."""
        rows = await self.of(session, case.reference)
        for kind in (ClockKind.FIRST, ClockKind.NEXT):
            if kind in rows and not rows[kind].met_at:
                self._stop(case, rows[kind], at)
        resolution = rows.get(ClockKind.RESOLUTION)
        if resolution and not resolution.met_at:
            self._set(case, resolution, clock_of(resolution).paused(at, self._hours(case)))

    async def stopped(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """Stops every clock of a case that was closed."""
        for row in (await self.of(session, case.reference)).values():
            if not row.met_at:
                self._stop(case, row, at)

    async def moved(
        self, session: AsyncSession, case: Case, before: str, at: datetime, priority: str | None = None
    ) -> None:
        """The case went from the team `before` to the one it has now: the time left is that team's working time.

        `priority` is the one that it had, where that has changed.
        """
        earlier = self._policy.counting(before, priority or case.priority)
        for name, row in (await self.of(session, case.reference)).items():
            if not row.met_at:
                target = self._policy.target(case.priority, name)
                self._set(case, row, clock_of(row).moved(at, earlier, target))

    async def escalated(self, session: AsyncSession, case: Case, team: str, priority: str, at: datetime) -> None:
        """The case had that team and priority before. What was promised stays promised; other hours may count now."""
        earlier = self._policy.counting(team, priority)
        for row in (await self.of(session, case.reference)).values():
            if not row.met_at:
                self._set(case, row, clock_of(row).moved(at, earlier, row.target))

    async def of(self, session: AsyncSession, reference: str) -> dict[ClockKind, CaseClock]:
        """The clocks of a case by kind."""
        rows = await session.scalars(select(CaseClock).where(CaseClock.reference == reference))
        return {ClockKind(row.kind): row for row in rows.all()}

    async def of_many(self, session: AsyncSession, references: Sequence[str]) -> dict[str, list[CaseClock]]:
        """The clocks of several cases that still run or stand still, the next due first."""
        query = select(CaseClock).where(CaseClock.reference.in_(references), CaseClock.met_at.is_(None))
        found: dict[str, list[CaseClock]] = {}
        for row in (await session.scalars(query.order_by(CaseClock.due_at.nulls_last()))).all():
            found.setdefault(row.reference, []).append(row)
        return found

    async def run_out(self, session: AsyncSession, at: datetime, limit: int) -> Sequence[CaseClock]:
        """Clocks to mark as warned or breached, locked with their cases and conversations.

        A closed case has none. What somebody works on, or writes to, waits for next time. The clock is locked too, so
        that PostgreSQL looks at it again when another round marked it a moment ago.
        """
        warn = (CaseClock.warn_at <= at) & CaseClock.warned_at.is_(None)
        breach = CaseClock.due_at <= at
        query = (
            select(CaseClock)
            .join(Case, Case.reference == CaseClock.reference)
            .join(Conversation, Conversation.id == Case.conversation_id)
            .where(CaseClock.met_at.is_(None), CaseClock.breached_at.is_(None), or_(warn, breach))
            .where(Case.status != "closed")
            .order_by(CaseClock.due_at)
            .limit(limit)
        )
        return (
            await session.scalars(query.with_for_update(of=[Conversation, Case, CaseClock], skip_locked=True))
        ).all()

    async def _next(self, session: AsyncSession, case: Case, rows: dict[ClockKind, CaseClock], at: datetime) -> None:
        """The oldest word that waits for an answer counts: a clock that runs runs on."""
        row = rows.get(ClockKind.NEXT)
        if row is not None and not row.met_at:
            return
        if row is not None:
            await session.delete(row)
            await session.flush()
        self._begin(session, case, ClockKind.NEXT, at)

    def _begin(self, session: AsyncSession, case: Case, kind: ClockKind, at: datetime) -> None:
        row = CaseClock(reference=case.reference, kind=kind.value)
        self._set(case, row, Clock(self._policy.target(case.priority, kind), since=at))
        session.add(row)

    def _stop(self, case: Case, row: CaseClock, at: datetime) -> None:
        late = row.due_at is not None and row.due_at < at
        self._set(case, row, clock_of(row).paused(at, self._hours(case)))
        row.met_at, row.breached_at = at, row.breached_at or (at if late else None)

    def _set(self, case: Case, row: CaseClock, clock: Clock) -> None:
        hours = self._hours(case)
        row.target, row.used, row.since = clock.target, clock.used, clock.since
        row.due_at, row.warn_at = clock.due(hours), clock.warns(hours, self._policy.warn_at)

    def _hours(self, case: Case) -> Calendar:
        return self._policy.counting(case.team, case.priority)
