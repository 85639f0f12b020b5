"""Cases dealt to people who are there: in turn, within what each can carry. What nobody accepts goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.queue import Queue
from api.db.tables.cases import Case
from api.kernel import audit

SYSTEM = "desk"  # who deals, in the audit trail
BATCH = 50


class AutoAssignment:
    """Deals within a transaction of the caller's. Locks cases and people, and waits for none of them."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy = policy

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
        self.assign(case, person.staff_id, at)
        person.last_dealt_at = at
        await session.flush()  # the next case finds this one counted
        audit.record(session, SYSTEM, audit.Action.CASE_DEALT, audit.case(case.reference), {"to": person.staff_id})
        return True

    def assign(self, case: Case, staff_id: int, at: datetime) -> None:
        """The case is that person's to accept, for a while."""
        case.assigned_to, case.accept_by = staff_id, at + timedelta(minutes=self._policy.accept_minutes)

    async def take_back(self, session: AsyncSession, at: datetime) -> int:
        """Returns what was not accepted in time to the queue; the same person is not dealt it again."""
        ignored = await Queue(session).ignored(at, BATCH)
        for case in ignored:
            self.unassign(session, case)
        return len(ignored)

    def unassign(self, session: AsyncSession, case: Case) -> None:
        """The case waits for anybody again, except whom it was dealt to."""
        who = case.assigned_to
        case.ignored_by = [*case.ignored_by, *([who] if who else [])]
        case.assigned_to, case.accept_by = None, None
        details: dict[str, audit.Detail] = {"ignored_by": who}
        audit.record(session, SYSTEM, audit.Action.CASE_RETURNED, audit.case(case.reference), details)
