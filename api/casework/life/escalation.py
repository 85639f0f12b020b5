"""Escalating a case: it counts for more, and somebody who can decide gets it. Once for each cause, on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.auto_assignment import SYSTEM, AutoAssignment
from api.casework.life.case import Change
from api.casework.life.case_rules import Transition
from api.casework.life.case_state import Status
from api.casework.life.locked_case import AS_STAFF
from api.casework.queue.clock import ClockKind
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.queue import OVERSEERS
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import Caseworker
from api.db.tables.staff import StaffMember
from api.kernel import audit

log = structlog.get_logger(__name__)
RING = "ring"  # the cause, beside the names of clocks
CAUSES = frozenset({ClockKind.FIRST, ClockKind.RESOLUTION})  # a late answer in between is marked only


class Escalation:
    """Escalates within a transaction of the caller's, who has the case and its conversation locked."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy, self._changes, self._auto_assignment = policy, CaseChanges(policy), AutoAssignment(policy)

    async def escalate(self, session: AsyncSession, case: Case, cause: str, at: datetime) -> None:
        """One step up, to a supervisor on call or the team for it, with a line in the timeline and the audit trail."""
        change, to = await self._change(session, case, cause, at)
        details: dict[str, audit.Detail] = {"clock": cause, "team": case.team}
        if change.after.priority != case.priority:
            details |= {"before": case.priority, "after": change.after.priority}
        await self._apply(session, case, change, at, details if to is None else {**details, "to": to})
        if change.transition is Transition.ESCALATE_TO_TEAM and self._policy.deals(case.team):
            await self._auto_assignment.offer(session, case, at)
        log.warning("case_escalated", reference=case.reference, cause=cause)

    async def _change(self, session: AsyncSession, case: Case, cause: str, at: datetime) -> tuple[Change, str | None]:
        """What the escalation does, and whose the case is to be: a username or a team; None when it stays."""
        state, team = state_of(case), self._policy.escalation.team
        claimed = state.status is Status.CLAIMED
        holder = state.claimed_by if claimed else state.assigned_to
        if await _oversees(session, holder) or (cause == ClockKind.RESOLUTION and claimed):
            return life.escalated(state, at), None  # a supervisor has it, or the resident is in good hands, only late
        if (person := await self._on_call(session, case, holder)) is not None:
            return life.escalated_to(state, at, person.id, self._auto_assignment.accept_by(at)), person.username
        if team in (None, case.team):
            return life.escalated(state, at), None
        return life.escalated_to_team(state, at, str(team)), team

    async def _apply(
        self, session: AsyncSession, case: Case, change: Change, at: datetime, details: Mapping[str, audit.Detail]
    ) -> None:
        """Carries it out; a resident who was talking to somebody waits from now on, and hears of it."""
        conversation = None
        if change.move is not None:
            await session.execute(AS_STAFF)
            conversation = await session.get_one(Conversation, case.conversation_id)
            await ChatRepository(session).announce(conversation.id)
        await self._changes.apply(session, case, change, Doing(at, SYSTEM, conversation, details=details))
        if change.transition is not Transition.ESCALATE:
            case.updated_at = at

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


async def _oversees(session: AsyncSession, staff_id: int | None) -> bool:
    query = select(StaffMember.id).where(StaffMember.id == staff_id, StaffMember.role.in_(OVERSEERS))
    return staff_id is not None and await session.scalar(query) is not None
