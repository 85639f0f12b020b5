"""The desk's round, once a minute: what ran out is marked, what nobody took goes back, what rings rings louder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.auto_assignment import SYSTEM, AutoAssignment
from api.casework.life.case_state import Status
from api.casework.life.escalation import CAUSES, RING, Escalation
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.ringing import Ringing
from api.casework.replies import pending_replies as pending
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case

BATCH = 200


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """What a round did, in cases."""

    returned: int
    woken: int
    warned: int
    breached: int
    rung: int
    escalated: int
    dealt: int
    sent: int


class DeskRound:
    """Each part is a transaction of its own and may run twice, or at the same time elsewhere, without harm."""

    def __init__(
        self, database: Database, policy: DeskPolicy, teams: Sequence[str], clock: Callable[[], datetime] = now
    ) -> None:
        self._database, self._teams, self._clock = database, teams, clock
        self._clocks, self._auto_assignment, self._ringing = Clocks(policy), AutoAssignment(policy), Ringing(policy)
        self._escalation, self._changes = Escalation(policy), CaseChanges(policy)

    async def make(self) -> RoundCounts:
        """One round."""
        at = self._clock()
        sent = await pending.send_due(self._database, self._clocks, self._clock)  # before their clocks are looked at
        async with self._database.transaction() as session:
            returned = await self._auto_assignment.take_back(session, at)
        async with self._database.transaction() as session:
            woken = await self._wake(session, at)
        async with self._database.transaction() as session:
            warned, breached = await self._mark(session, at)
        async with self._database.transaction() as session:
            rung = await self._ringing.escalate(session, at)
        async with self._database.transaction() as session:
            escalated = await self._escalate(session, at)
        async with self._database.transaction() as session:
            dealt = await self._auto_assignment.deal(session, self._teams, at)
        return RoundCounts(returned, woken, warned, breached, rung, escalated, dealt, sent)

    async def _mark(self, session: AsyncSession, at: datetime) -> tuple[int, int]:
        """Warns before a breach and escalates after one, on record."""
        warned = breached = 0
        for row in await self._clocks.run_out(session, at, BATCH):
            case = await session.get_one(Case, row.reference)
            if row.due_at is not None and row.due_at <= at:
                row.breached_at, breached = at, breached + 1
                await self._past(session, case, row.kind, at)
            else:
                row.warned_at, warned = at, warned + 1
                same = update(Case).where(Case.reference == case.reference).values(updated_at=Case.updated_at)
                await session.execute(same)  # news
        return warned, breached

    async def _past(self, session: AsyncSession, case: Case, kind: str, at: datetime) -> None:
        if kind in CAUSES:
            return await self._escalation.escalate(session, case, kind, at)
        doing = Doing(at, SYSTEM, details={"clock": kind, "team": case.team})
        await self._changes.apply(session, case, life.marked_late(state_of(case), at), doing)

    async def _escalate(self, session: AsyncSession, at: datetime) -> int:
        """What rang in vain goes to somebody who can decide: how many cases."""
        rung = await self._ringing.in_vain(session, BATCH)
        for case in rung:
            await self._escalation.escalate(session, case, RING, at)
        return len(rung)

    async def _wake(self, session: AsyncSession, at: datetime) -> int:
        """Ends what was put off until now, so that everybody hears of it."""
        due = select(Case).where(Case.snoozed_until <= at, Case.status != Status.CLOSED)
        cases = (await session.scalars(due.with_for_update(skip_locked=True))).all()
        for case in cases:
            await self._changes.apply(session, case, life.come_due(state_of(case)), Doing(at, SYSTEM))
        return len(cases)
