"""The desk's round, once a minute: what ran out is marked, what nobody took goes back, what rings rings louder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life.auto_assignment import SYSTEM, AutoAssignment
from api.casework.life.escalation import CAUSES, RING, Escalation
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.ringing import Ringing
from api.casework.replies import pending_replies as pending
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.kernel import audit

BATCH = 200


@dataclass(frozen=True, slots=True)
class Done:
    """What a round did, in cases."""

    returned: int
    woken: int
    warned: int
    breached: int
    rung: int
    escalated: int
    dealt: int
    sent: int


class Round:
    """Each part is a transaction of its own and may run twice, or at the same time elsewhere, without harm."""

    def __init__(
        self, database: Database, policy: DeskPolicy, teams: Sequence[str], clock: Callable[[], datetime] = now
    ) -> None:
        self._database, self._teams, self._clock = database, teams, clock
        self._clocks, self._dealing, self._ringing = Clocks(policy), AutoAssignment(policy), Ringing(policy)
        self._escalation = Escalation(policy)

    async def make(self) -> Done:
        """One round."""
        at = self._clock()
        sent = await pending.send_due(self._database, self._clocks, self._clock)  # before their clocks are looked at
        async with self._database.transaction() as session:
            returned = await self._dealing.take_back(session, at)
        async with self._database.transaction() as session:
            woken = await _wake(session, at)
        async with self._database.transaction() as session:
            warned, breached = await self._mark(session, at)
        async with self._database.transaction() as session:
            rung = await self._ringing.escalate(session, at)
        async with self._database.transaction() as session:
            escalated = await self._escalate(session, at)
        async with self._database.transaction() as session:
            dealt = await self._dealing.deal(session, self._teams, at)
        return Done(returned, woken, warned, breached, rung, escalated, dealt, sent)

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
                await session.execute(
                    update(Case).where(Case.reference == case.reference).values(team=case.team)
                )  # news
        return warned, breached

    async def _past(self, session: AsyncSession, case: Case, kind: str, at: datetime) -> None:
        if kind in CAUSES:
            return await self._escalation.escalate(session, case, kind, at)
        case.escalated_at = case.escalated_at or at
        details: dict[str, audit.Detail] = {"clock": kind, "team": case.team}
        audit.record(session, SYSTEM, audit.Action.CASE_ESCALATED, audit.case(case.reference), details)

    async def _escalate(self, session: AsyncSession, at: datetime) -> int:
        """What rang in vain goes to somebody who can decide: how many cases."""
        rung = await self._ringing.in_vain(session, BATCH)
        for case in rung:
            await self._escalation.escalate(session, case, RING, at)
        return len(rung)


async def _wake(session: AsyncSession, at: datetime) -> int:
    """Ends what was put off until now, so that everybody hears of it."""
    due = select(Case.reference).where(Case.snoozed_until <= at).with_for_update(skip_locked=True)
    references = (await session.scalars(due)).all()
    await session.execute(update(Case).where(Case.reference.in_(references)).values(snoozed_until=None))
    return len(references)
