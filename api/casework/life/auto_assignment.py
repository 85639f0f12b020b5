"""Cases dealt to people who are there: in turn, within what each can carry. What nobody accepts goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.queue import Queue
from api.db.tables.cases import Case

SYSTEM = "desk"  # who deals, in the audit trail
BATCH = 50


class AutoAssignment:
    """Deals within a transaction of the caller's. Locks cases and people, and waits for none of them."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy, self._changes = policy, CaseChanges(policy)

    async def deal(self, session: AsyncSession, teams: Sequence[str], at: datetime) -> int:
        """Deals what waits in those of the teams whose cases are dealt; how many cases found somebody."""
        queue, dealt = Queue(session), 0
        auto_assignment = [team for team in teams if self._policy.deals(team)]
        for case in await queue.to_deal(auto_assignment, at, BATCH) if auto_assignment else ():
            dealt += await self.offer(session, case, at)
        return dealt

    async def offer(self, session: AsyncSession, case: Case, at: datetime) -> bool:
        """Deals one case that is locked, if anybody can take it."""
        person = await Queue(session).free_for(case, at, self._policy.capacity)
        if person is None:
            return False
        change = life.offered(state_of(case), person.staff_id, self.accept_by(at))
        await self._changes.apply(session, case, change, Doing(at, SYSTEM, details={"to": person.staff_id}))
        person.last_dealt_at = at
        await session.flush()  # the next case finds this one counted
        return True

    def accept_by(self, at: datetime) -> datetime:
        """Until when somebody may accept what they are offered now."""
        return at + timedelta(minutes=self._policy.accept_minutes)

    async def take_back(self, session: AsyncSession, at: datetime) -> int:
        """Returns what was not accepted in time to the queue; the same person is not dealt it again."""
        ignored = await Queue(session).ignored(at, BATCH)
        for case in ignored:
            await self.unassign(session, case, at)
        return len(ignored)

    async def unassign(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """The case waits for anybody again, except whom it was dealt to."""
        doing = Doing(at, SYSTEM, details={"ignored_by": case.assigned_to})
        await self._changes.apply(session, case, life.lapsed(state_of(case)), doing)
