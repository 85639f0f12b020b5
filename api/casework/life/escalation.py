"""Escalating a case: it counts for more, and somebody who can decide gets it. Once for each cause, on record."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import case_words as words
from api.casework.life.auto_assignment import SYSTEM, AutoAssignment
from api.casework.life.locked_case import AS_STAFF, LockedCase
from api.casework.queue.clock import Kind
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.queue import OVERSEERS
from api.casework.queue.ringing import Ringing
from api.casework.replies import pending_replies as pending
from api.conversation.ownership import Move
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import Caseworker
from api.db.tables.staff import StaffMember
from api.kernel import audit
from api.kernel.permissions import Member
from api.settings import Role
from bot.turn import Priority

log = structlog.get_logger(__name__)
DESK = Member(0, SYSTEM, "The desk", Role.ADMIN)
STEPS = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)
RING = "ring"  # the cause, beside the names of clocks
CAUSES = frozenset({Kind.FIRST, Kind.RESOLUTION})  # a late answer in between is marked only


class Escalation:
    """Escalates within a transaction of the caller's, who has the case and its conversation locked."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy, self._clocks = policy, Clocks(policy)
        self._dealing, self._ringing = AutoAssignment(policy), Ringing(policy)

    async def escalate(self, session: AsyncSession, case: Case, cause: str, at: datetime) -> None:
        """One step up, to a supervisor on call or the team for it, with a line in the timeline and the audit trail."""
        team, priority = case.team, case.priority
        case.escalated_at, case.snoozed_until = at, None
        details: dict[str, audit.Detail] = {"clock": cause, "team": team}
        if (raised := _above(priority)) != priority:
            case.priority = raised
            details |= {"before": priority, "after": raised}
            if raised == Priority.URGENT:
                await self._ringing.ring(session, case, at)
        if (to := await self._hand_on(session, case, cause, at)) is not None:
            details["to"] = to
        await self._clocks.escalated(session, case, team, priority, at)
        audit.record(session, SYSTEM, audit.Action.CASE_ESCALATED, audit.case(case.reference), details)
        log.warning("case_escalated", reference=case.reference, cause=cause)

    async def _hand_on(self, session: AsyncSession, case: Case, cause: str, at: datetime) -> str | None:
        """Whose the case is to be now; None when it stays where it is."""
        holder = case.claimed_by if case.status == "claimed" else case.assigned_to
        if await _oversees(session, holder) or (cause == Kind.RESOLUTION and case.status == "claimed"):
            return None  # a supervisor has it already, or the resident is in good hands: they are only late
        person = await self._on_call(session, case, holder)
        team = self._policy.escalation.team
        if person is None and team in (None, case.team):
            return None
        await self._let_go(session, case, at)
        if person is not None:
            self._dealing.assign(case, person.id, at)
            return person.username
        case.team = str(team)
        if self._policy.deals(case.team):
            await self._dealing.offer(session, case, at)
        return team

    async def _let_go(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """The case is nobody's; a resident who was talking to somebody waits, and is told."""
        if case.status == "claimed":
            await session.execute(AS_STAFF)
            conversation = await session.get_one(Conversation, case.conversation_id)
            work = LockedCase(session, DESK, case, conversation)
            await pending.deliver(session, case, conversation, self._clocks, at, early=True)
            await work.leave(Move.REQUEUE)
            await work.say(words.ESCALATED.format(reference=case.reference))
            await ChatRepository(session).announce(conversation.id)
        case.status, case.claimed_by, case.assigned_to, case.accept_by = "open", None, None, None
        case.ignored_by, case.updated_at = [], at

    async def _on_call(self, session: AsyncSession, case: Case, holder: int | None) -> StaffMember | None:
        """A supervisor on call, whoever is at their desk first."""
        named = StaffMember.username.in_(self._policy.ringing.on_call)
        query = (
            select(StaffMember)
            .outerjoin(Caseworker, Caseworker.staff_id == StaffMember.id)
            .where(StaffMember.active, StaffMember.role.in_(OVERSEERS), or_(Caseworker.on_call, named))
            .where(StaffMember.id.not_in([*case.ignored_by, *([holder] if holder else [])]))
            .order_by(Caseworker.here_until.desc().nulls_last(), StaffMember.id)
            .limit(1)
        )
        return await session.scalar(query)


def _above(priority: str) -> str:
    """The next priority; of the highest, itself."""
    return STEPS[min(STEPS.index(Priority(priority)) + 1, len(STEPS) - 1)].value


async def _oversees(session: AsyncSession, staff_id: int | None) -> bool:
    query = select(StaffMember.id).where(StaffMember.id == staff_id, StaffMember.role.in_(OVERSEERS))
    return staff_id is not None and await session.scalar(query) is not None
