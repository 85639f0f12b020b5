"""Who may enter a conversation: whoever holds its token."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from api.conversation.repository import ChatRepository
from api.conversation.wording import say
from api.db.tables.conversations import Conversation
from api.kernel.errors import Gone, NotFound


class ConversationNotFound(NotFound):
    """No such conversation, or the token is not its own."""

    code = "conversation_not_found"
    detail = say("conversation.not_found")


def digest(token: str) -> str:
    """The digest under which a resident's token is stored: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


async def authorised(chat: ChatRepository, conversation_id: UUID, token: str, *, lock: bool = False) -> Conversation:
    """The conversation of this token; with `lock`, nobody else changes it meanwhile. Raises ConversationNotFound."""
    conversation = await chat.find(conversation_id, lock=lock)
    if conversation is None or not hmac.compare_digest(conversation.token_digest, digest(token)):
        raise ConversationNotFound()
    return conversation


class ConversationClosed(Gone):
    """Nothing more can be said in it."""

    code = "conversation_closed"
    detail = say("conversation.ended")
