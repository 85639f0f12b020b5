"""Whether a resident is to be asked how it went: once, after it has ended."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.supervision import Rating


def has_ended() -> ColumnElement[bool]:
    """The chat has ended, or a case of it was closed."""
    closed = exists().where(Case.conversation_id == Conversation.id, Case.status == "closed")
    return or_(Conversation.owner == "closed", closed)


async def is_to_be_asked(session: AsyncSession, conversation: Conversation) -> bool:
    """Whether to ask now: they wrote something, it has ended, and they have not said before."""
    wrote = exists().where(MessageRecord.conversation_id == conversation.id, MessageRecord.sender == "resident")
    rated = exists().where(Rating.conversation_id == conversation.id)
    query = select(Conversation.id).where(Conversation.id == conversation.id, and_(has_ended(), wrote, ~rated))
    return await session.scalar(query) is not None
