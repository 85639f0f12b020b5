"""The SQL of insights: which pages answered, and which questions nothing answered. Redacted text only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.conversations import MessageRecord, TurnRecord
from bot.turn import Outcome

LOW = 0.4  # a case with less confidence than this was passed on without knowing what it is about
MOST_QUESTIONS = 300
ASKS_PERSON = "ask_person"  # who wants a person has not asked anything that a page could answer


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What a resident asked, as it is kept: redacted."""

    text: str
    at: datetime
    outcome: str


class InsightRepository:
    """Reads what residents asked, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def answered_from(self, since: datetime) -> frozenset[str]:
        """Addresses of the pages that answers came from."""
        address = MessageRecord.extras["link"]["url"].astext
        query = (
            select(address)
            .join(TurnRecord, MessageRecord.turn_id == TurnRecord.id)
            .where(TurnRecord.created_at >= since, TurnRecord.outcome == Outcome.ANSWERED.value)
            .where(MessageRecord.sender == "bot", address.is_not(None))
            .distinct()
        )
        return frozenset((await self._session.scalars(query)).all())

    async def unanswered(self, since: datetime) -> Sequence[AskedQuestion]:
        """Questions that nothing answered, newest first. What tells of a crisis is nobody's list."""
        unsure = and_(TurnRecord.outcome == Outcome.ROUTED.value, TurnRecord.confidence < LOW)
        query = (
            select(MessageRecord.text, MessageRecord.created_at, TurnRecord.outcome)
            .join(TurnRecord, MessageRecord.turn_id == TurnRecord.id)
            .where(TurnRecord.created_at >= since, TurnRecord.crisis.is_(None))
            .where(or_(TurnRecord.outcome == Outcome.OUT_OF_SCOPE.value, unsure))
            .where(func.coalesce(TurnRecord.intent, "") != ASKS_PERSON)
            .where(MessageRecord.sender == "resident", MessageRecord.text != "")
            .order_by(MessageRecord.id.desc())
            .limit(MOST_QUESTIONS)
        )
        return [AskedQuestion(*row) for row in await self._session.execute(query)]
