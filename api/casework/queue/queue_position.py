"""What a resident may know of their place in the queue: measured, or not said."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.queue.clock import ClockKind
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.queue import Queue
from api.conversation.schemas import QueueStanding
from api.db.base import now
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock
from bot.council import Council

LATELY = timedelta(days=14)
MOST, FEWEST = 30, 5  # first answers that an estimate rests on
SHARE = 0.8  # of residents who were answered within the time that is told
FRESH = timedelta(minutes=1)  # how long an estimate of a team serves everybody who waits for it


class QueuePositions:
    """Tells residents how it stands. Estimates are kept for a minute: everybody in a queue asks for the same one."""

    def __init__(self, policy: DeskPolicy, council: Council, clock: Callable[[], datetime] = now) -> None:
        self._policy, self._council, self._clock = policy, council, clock
        self._known: dict[str, tuple[datetime, timedelta | None]] = {}

    async def of(self, session: AsyncSession, conversation: Conversation) -> QueueStanding | None:
        """How it stands while a person is coming or has joined; None otherwise."""
        if conversation.owner not in ("waiting", "person"):
            return None
        case = await _case(session, conversation)
        if case is None:
            return None
        at, hours = self._clock(), self._policy.hours(case.team)
        team = self._council.teams.get(case.team)
        is_open = hours.is_open(at)
        standing = QueueStanding(
            team=team.name if team else self._council.name,
            reference=case.reference,
            open=is_open,
            opens_at=None if is_open else hours.opens(at),
            read=conversation.read_by_staff,
        )
        if conversation.owner == "person":
            return standing.model_copy(update={"name": conversation.staff_name})
        wait = await self.wait(session, case.team)
        place = await Queue(session).place(case, at) if is_open else None
        return standing.model_copy(
            update={
                "place": place,
                "wait_minutes": _minutes(wait) if wait is not None and is_open else None,
                "contact": self._contact(case, wait, at),
            }
        )

    async def wait(self, session: AsyncSession, team: str) -> timedelta | None:
        """The working time within which most were answered lately; None when too few were to say."""
        at = self._clock()
        known = self._known.get(team)
        if known is None or at - known[0] > FRESH:
            known = self._known[team] = (at, _most(await _first_answers(session, team, at - LATELY)))
        return known[1]

    def _contact(self, case: Case, wait: timedelta | None, at: datetime) -> str:
        """Details can be left while the team is closed, and when it takes too long or surely will."""
        if case.contact:
            return "left"
        hours, too_long = self._policy.hours(case.team), timedelta(minutes=self._policy.too_long_minutes)
        waited = hours.between(case.created_at, at)
        long = waited >= too_long or (wait is not None and wait >= too_long)
        return "offered" if long or not hours.is_open(at) else ""


async def _case(session: AsyncSession, conversation: Conversation) -> Case | None:
    """The case that the resident waits for: whoever has joined works on it, else the newest."""
    live = Case.status != "closed"
    query = select(Case).where(Case.conversation_id == conversation.id, live)
    query = query.order_by(Case.status != "claimed", Case.created_at.desc()).limit(1)
    return await session.scalar(query)


async def _first_answers(session: AsyncSession, team: str, since: datetime) -> Sequence[timedelta]:
    """Working time to the first answer, of the newest; a case that was closed without one tells nothing."""
    answered = or_(Case.closed_at.is_(None), CaseClock.met_at < Case.closed_at)
    query = (
        select(CaseClock.used)
        .join(Case, Case.reference == CaseClock.reference)
        .where(Case.team == team, CaseClock.kind == ClockKind.FIRST.value, CaseClock.met_at > since, answered)
        .order_by(CaseClock.met_at.desc())
        .limit(MOST)
    )
    return (await session.scalars(query)).all()


def _most(times: Sequence[timedelta]) -> timedelta | None:
    """The time that most of them did not exceed; None for too few."""
    if len(times) < FEWEST:
        return None
    return sorted(times)[math.ceil(SHARE * len(times)) - 1]


def _minutes(wait: timedelta) -> int:
    """Whole minutes, rounded up; above ten in steps of five, because nobody can tell closer."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return minutes if minutes <= 10 else math.ceil(minutes / 5) * 5
