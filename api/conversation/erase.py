"""Erasing a conversation. Work that is under way for the resident goes on, without their details."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.change_owner import change_owner
from api.conversation.forget import cases_under_way, forget_details, forget_typed
from api.conversation.ownership import By, Move, Owner
from api.conversation.repository import ChatRepository
from api.conversation.wording import say
from api.db.base import now
from api.db.tables.conversations import Conversation, MessageRecord
from api.vault.service import Vault

log = structlog.get_logger(__name__)
ERASED = say("conversation.erased")


async def erase(session: AsyncSession, vault: Vault, conversation: Conversation) -> tuple[str, ...]:
    """Erases a conversation that is locked; returns the references of cases that are under way, which stay.

    The details go at once and for good. Without such a case everything else goes with them; with one, the redacted
    messages stay for whoever has the case, and go when it is closed. Nobody has a token to them any more.
    """
    chat = ChatRepository(session)
    await vault.erase(session, conversation.id)
    await forget_details(session, conversation.id)
    under_way = await cases_under_way(session, conversation.id)
    for reference in under_way:
        await forget_typed(session, reference)
    if under_way:
        if not conversation.erased:
            note = MessageRecord(conversation_id=conversation.id, sender="system", text=ERASED, extras={})
            await chat.add_messages([note])
        conversation.token_digest, conversation.dialogue = "", []
        if conversation.owner != Owner.CLOSED:
            change_owner(conversation, Move.END, By.RESIDENT, now())
    else:
        await chat.delete([conversation.id])
    await chat.announce(conversation.id)
    log.info("conversation_erased", conversation=str(conversation.id), cases_kept=len(under_way))
    return under_way
