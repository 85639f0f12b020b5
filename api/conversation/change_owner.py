"""Writes who owns a conversation, by the rules of ownership.py; nothing else writes that column."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.ownership import By, Move, Owner, moved
from api.db.tables.conversations import Conversation


def change_owner(conversation: Conversation, move: Move, by: By, at: datetime, staff_name: str | None = None) -> None:
    """Makes the move at that moment; `staff_name` is whoever joins. Raises MoveRefused.

    The conversation is locked; for a move of staff, the transaction has said so to the database.
    """
    conversation.owner = moved(Owner(conversation.owner), move, by).value
    conversation.staff_name = staff_name
    if conversation.owner == Owner.CLOSED:
        conversation.closed_at = at


def without_chat(token_digest: str, at: datetime) -> Conversation:
    """A new conversation in which nobody can write: another program's report has no chat."""
    return Conversation(token_digest=token_digest, owner=Owner.CLOSED.value, closed_at=at)


async def end_idle(session: AsyncSession, before: datetime, at: datetime) -> int:
    """Ends conversations that the assistant owns and that nobody has written in since `before`; returns how many."""
    idle = update(Conversation).where(Conversation.owner == Owner.BOT.value, Conversation.updated_at < before)
    ended = idle.values(owner=moved(Owner.BOT, Move.END, By.SYSTEM).value, closed_at=at)
    return len((await session.execute(ended.returning(Conversation.id))).all())
