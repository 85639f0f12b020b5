"""A conversation as text, read when a copy of it goes by email."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation import shown_messages as present
from api.conversation.repository import ChatRepository
from api.conversation.transcript import said_by_all
from api.conversation.wording import say

LONGEST = 200_000  # characters; GOV.UK Notify takes an email of 2 MB
CUT = "\n\n" + say("transcript.cut")


async def conversation_as_text(session: AsyncSession, conversation_id: UUID) -> str:
    """The messages of a conversation as text, oldest first, personal details hidden."""
    chat, found, last = ChatRepository(session), [], 0
    while records := await chat.messages(conversation_id, last):
        found += present.messages(records)
        last = records[-1].id
    text = said_by_all(found)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT
