"""Urgent cases ring: for people on call, then for supervisors too, until somebody says that they have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.queue.desk_policy import DeskPolicy
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import Caseworker, Ring
from api.kernel import audit
from api.kernel.permissions import Member, Permission, teams_visible

log = structlog.get_logger(__name__)
SAFEGUARDING = "safeguarding"  # the skill that a case needs, and its tag
NEVER = 10**6  # a level that nothing reaches
ALWAYS_RUNG = 1  # from this level on, everybody hears it who may overrule


@dataclass(frozen=True, slots=True)
class RingingCase:
    """A case that rings, and since when."""

    reference: str
    team: str
    reason: str
    since: datetime


class Ringing:
    """Rings within a transaction of the caller's."""

    def __init__(self, policy: DeskPolicy) -> None:
        self._policy = policy

    async def ring(self, session: AsyncSession, case: Case, at: datetime) -> None:
        """Begins to ring, or rings again for a case that was opened again."""
        row = await session.get(Ring, case.reference)
        if row is None:
            session.add(Ring(reference=case.reference, rung_at=at, again_at=self._again(at)))
        elif row.answered_at is not None:
            row.rung_at, row.again_at, row.level, row.answered_at, row.answered_by = at, self._again(at), 0, None, None

    async def answer(self, session: AsyncSession, member: Member, reference: str, at: datetime) -> bool:
        """Somebody has seen it, and it stops ringing; whether it rang."""
        query = select(Ring).where(Ring.reference == reference, Ring.answered_at.is_(None)).with_for_update()
        row = await session.scalar(query)
        if row is None:
            return False
        row.answered_by, row.answered_at = member.id, at
        details: dict[str, audit.Detail] = {"seconds": round((at - row.rung_at).total_seconds())}
        subject = audit.case(reference)
        audit.record(session, member.username, audit.Action.RING_ANSWERED, subject, details, member.address)
        return True

    async def for_member(self, session: AsyncSession, member: Member) -> Sequence[RingingCase]:
        """What rings for this person, the longest first."""
        if not member.may(Permission.WORK_CASES):
            return []
        level = 0 if await self.on_call(session, member) else ALWAYS_RUNG
        hears = not level or member.may(Permission.OVERRULE)
        listed = member.username in self._policy.ringing.safeguarding
        if not (listed or hears):
            return []
        loud = Ring.level >= (level if hears else NEVER)
        if listed:
            loud |= Case.needs.contains([SAFEGUARDING])
        teams = teams_visible(member)
        query = (
            select(Case, Ring.rung_at)
            .join(Ring, Ring.reference == Case.reference)
            .where(Ring.answered_at.is_(None), loud, Case.status != "closed")
            .order_by(Ring.rung_at)
        )
        found = await session.execute(query if teams is None else query.where(Case.team.in_(teams)))
        return [RingingCase(case.reference, case.team, case.reason, since) for case, since in found.all()]

    async def on_call(self, session: AsyncSession, member: Member) -> bool:
        """Whether urgent cases ring for this person at once; with nobody on call they ring for every supervisor."""
        mine = await session.get(Caseworker, member.id)
        if member.username in self._policy.ringing.on_call or (mine is not None and mine.on_call):
            return True
        return member.may(Permission.OVERRULE) and not await self._anybody_on_call(session)

    async def escalate(self, session: AsyncSession, at: datetime) -> int:
        """Rings louder where nobody has answered: how many cases. Every round is on record."""
        due = select(Ring).join(Case, Case.reference == Ring.reference)
        due = due.where(Ring.answered_at.is_(None), Ring.again_at <= at, Case.status != "closed")
        rows = (await session.scalars(due.with_for_update(of=Ring, skip_locked=True))).all()
        for row in rows:
            row.level, row.again_at = row.level + 1, self._again(at)
            details: dict[str, audit.Detail] = {"rounds": row.level}
            audit.record(session, "desk", audit.Action.RING_UNANSWERED, audit.case(row.reference), details)
            log.error("urgent_case_unanswered", reference=row.reference, rounds=row.level)
        return len(rows)

    async def in_vain(self, session: AsyncSession, limit: int) -> Sequence[Case]:
        """Cases that nobody answered or claimed in time and that were not escalated since they began to ring.

        Locked with their conversations; what somebody works on waits for next time.
        """
        query = (
            select(Case)
            .join(Ring, Ring.reference == Case.reference)
            .join(Conversation, Conversation.id == Case.conversation_id)
            .where(Ring.answered_at.is_(None), Ring.level >= ALWAYS_RUNG, Case.status == "open")
            .where(or_(Case.escalated_at.is_(None), Case.escalated_at < Ring.rung_at))
            .order_by(Ring.rung_at)
            .limit(limit)
        )
        return (await session.scalars(query.with_for_update(of=[Conversation, Case, Ring], skip_locked=True))).all()

    async def _anybody_on_call(self, session: AsyncSession) -> bool:
        named = bool(self._policy.ringing.on_call)
        return named or await session.scalar(select(Caseworker.staff_id).where(Caseworker.on_call).limit(1)) is not None

    def _again(self, at: datetime) -> datetime:
        return at + timedelta(minutes=self._policy.ringing.again_minutes)
