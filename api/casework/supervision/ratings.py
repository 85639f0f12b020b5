"""Taking a rating: redacted before it is stored, once for a conversation; a low one opens a review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.supervision.rating_prompt import is_to_be_asked
from api.casework.wording import say
from api.conversation.admission import authorised
from api.conversation.repository import ChatRepository
from api.conversation.schemas import Rated, Satisfaction
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.supervision import Rating, Review
from api.kernel.errors import BadRequest, Conflict, Unavailable
from api.vault.service import Vault
from bot.ports import Redacts
from redaction import RedactionFailed

LOW = 2  # a rating up to this is looked at by a supervisor


class NothingToRate(Conflict):
    """There is nothing to rate so far."""

    code = "not_ended"
    detail = say("ratings.not_yet")


class CommentNotRedacted(Unavailable):
    """The comment could not be redacted, so none of it is kept."""

    detail = say("ratings.not_checked")


@dataclass(frozen=True)
class Ratings:
    """What residents say of how it went. One transaction a call."""

    database: Database
    vault: Vault
    redactor: Redacts
    clock: Callable[[], datetime] = now

    async def rate(self, conversation_id: UUID, token: str, said: Satisfaction, *, danger: bool = False) -> Rated:
        """Keeps it; whoever sends again gets what was kept first. A low one, or one that tells of danger, is reviewed.

        Raises ConversationNotFound, NothingToRate, BadRequest for what is not text, and CommentNotRedacted when the
        comment cannot be redacted.
        """
        if "\x00" in said.comment:
            raise BadRequest(say("ratings.not_text"))
        async with self.database.transaction() as session:
            conversation = await authorised(ChatRepository(session), conversation_id, token, lock=True)
            kept = await session.get(Rating, conversation_id)
            if kept is None:
                if not await is_to_be_asked(session, conversation):
                    raise NothingToRate()
                kept = await self._kept(session, conversation, said)
                if kept.score <= LOW or danger:
                    session.add(Review(conversation_id=conversation_id, opened_at=self.clock()))
                await ChatRepository(session).announce(conversation_id)
            return Rated(score=kept.score, comment=kept.comment)

    async def _kept(self, session: AsyncSession, conversation: Conversation, said: Satisfaction) -> Rating:
        case = await _case(session, conversation.id)
        rating = Rating(
            conversation_id=conversation.id,
            score=said.score,
            comment=await self._redacted(session, conversation.id, said.comment.strip()),
            reference=case.reference if case else None,
            team=case.team if case else None,
            service=case.service if case and case.service else conversation.service,
            created_at=self.clock(),
        )
        session.add(rating)
        await session.flush()
        return rating

    async def _redacted(self, session: AsyncSession, conversation_id: UUID, comment: str) -> str:
        if not comment:
            return ""
        safe = await self.vault.open(session, conversation_id)
        known = await safe.placeholders()
        try:
            redaction = self.redactor.redact(comment, None, known)
        except RedactionFailed:
            raise CommentNotRedacted() from None
        safe.keep(comment, redaction.findings, known)
        return str(redaction.text)


async def _case(session: AsyncSession, conversation_id: UUID) -> Case | None:
    """The case that the rating is about: the one closed last, else the newest."""
    query = select(Case).where(Case.conversation_id == conversation_id)
    order = (Case.closed_at.desc().nulls_last(), Case.created_at.desc())
    return await session.scalar(query.order_by(*order).limit(1))
