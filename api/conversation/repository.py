"""The chat's SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.forget import forget
from api.db.tables.bookings import Booking
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord, TurnRecord
from api.db.tables.notices import Notice

CHANNEL = "reeve_conversation"
DESK_CHANNEL = "reeve_desk"  # what the triggers of the cases say
TYPING_CHANNEL = "reeve_typing"  # who types now; kept nowhere
PAGE = 500  # messages read at once


class ChatRepository:
    """Reads and writes conversations, turns and messages within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, conversation: Conversation) -> None:
        """A new conversation, with its id."""
        self._session.add(conversation)
        await self._session.flush()

    async def find(self, conversation_id: UUID, *, lock: bool = False) -> Conversation | None:
        """The conversation; with `lock`, nobody else takes a turn in it until the transaction ends.

        The lock lets others refer to the row: a turn's office writes, in a transaction of its own, what has a foreign
        key to the conversation, such as a notice.
        """
        query = select(Conversation).where(Conversation.id == conversation_id)
        return await self._session.scalar(query.with_for_update(key_share=True) if lock else query)

    async def due_for_erasure(self, before: datetime, limit: int) -> Sequence[UUID]:
        """Conversations that may go, locked: closed and untouched since `before`, or erased but for a case.

        One with a case under way stays, with a booking, whose address is still needed, or with a notice still to go.
        One that somebody is working on just now waits for the next time.
        """
        to_be_told = exists().where(Notice.conversation_id == Conversation.id, Notice.state == "waiting")
        under_way = exists().where(Case.conversation_id == Conversation.id, Case.status != "closed")
        booked = exists().where(
            Booking.conversation_id == Conversation.id,
            Booking.state.in_(("unpaid", "confirmed")),
            Booking.keep_until > func.now(),
        )
        old = (Conversation.owner == "closed") & (Conversation.updated_at < before) & ~to_be_told
        query = select(Conversation.id).where(or_(old, Conversation.token_digest == ""), ~under_way, ~booked)
        return (await self._session.scalars(query.limit(limit).with_for_update(skip_locked=True))).all()

    async def delete(self, conversation_ids: Collection[UUID]) -> None:
        """Deletes conversations, and with them their turns, messages, cases and whatever the vault has of them."""
        await forget(self._session, conversation_ids)
        await self._session.execute(delete(Conversation).where(Conversation.id.in_(conversation_ids)))

    async def turn_by_key(self, conversation_id: UUID, key: str) -> TurnRecord | None:
        """The turn that a request with this key already made."""
        query = select(TurnRecord).where(
            TurnRecord.conversation_id == conversation_id, TurnRecord.idempotency_key == key
        )
        return await self._session.scalar(query)

    async def told_of_danger(self, conversation_id: UUID) -> bool:
        """Whether a turn was a crisis or urgent, and the resident has not said since that nobody else reads their
        email and texts."""
        danger = or_(TurnRecord.crisis.is_not(None), TurnRecord.outcome == "urgent")
        since = or_(Conversation.said_safe_at.is_(None), TurnRecord.created_at > Conversation.said_safe_at)
        told = exists().where(TurnRecord.conversation_id == Conversation.id, danger, since)
        return bool(await self._session.scalar(select(told).where(Conversation.id == conversation_id)))

    async def say_safe(self, conversation_id: UUID, at: datetime) -> None:
        """The resident says that email and texts are safe, until they tell of danger again."""
        statement = update(Conversation).where(Conversation.id == conversation_id).values(said_safe_at=at)
        await self._session.execute(statement)

    async def add_turn(self, turn: TurnRecord, messages: Sequence[MessageRecord]) -> None:
        """A turn with its messages, which get their ids in this order."""
        self._session.add(turn)
        await self._session.flush()
        for message in messages:
            message.turn_id = turn.id
        await self.add_messages(messages)

    async def add_messages(self, messages: Sequence[MessageRecord]) -> None:
        """Messages in one statement; their ids follow their order."""
        self._session.add_all(messages)
        await self._session.flush()

    async def messages(self, conversation_id: UUID, after: int = 0) -> Sequence[MessageRecord]:
        """Messages with a greater id than `after`, oldest first, `PAGE` at most."""
        query = (
            select(MessageRecord)
            .where(MessageRecord.conversation_id == conversation_id, MessageRecord.id > after)
            .order_by(MessageRecord.id)
            .limit(PAGE)
        )
        return (await self._session.scalars(query)).all()

    async def messages_of_turn(self, turn_id: int) -> Sequence[MessageRecord]:
        """What a turn said, oldest first."""
        query = select(MessageRecord).where(MessageRecord.turn_id == turn_id).order_by(MessageRecord.id)
        return (await self._session.scalars(query)).all()

    async def last_extras(self, conversation_id: UUID) -> dict[str, Any]:
        """The extras of the newest message from the bot that has buttons: what may be pressed now."""
        query = (
            select(MessageRecord.extras)
            .where(MessageRecord.conversation_id == conversation_id, MessageRecord.sender == "bot")
            .order_by(MessageRecord.id.desc())
            .limit(1)
        )
        return await self._session.scalar(query) or {}

    async def has_form_key(self, conversation_id: UUID, key: str) -> bool:
        """Whether a message from the form with this key is here already."""
        query = select(exists().where(MessageRecord.conversation_id == conversation_id, MessageRecord.form_key == key))
        return bool(await self._session.scalar(query))

    async def announce(self, conversation_id: UUID) -> None:
        """Tells every replica, when the transaction commits, that this conversation has news."""
        await self._session.execute(
            text("select pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": str(conversation_id)}
        )

    async def announce_typing(self, conversation_id: UUID, who: str) -> None:
        """Tells every replica that one side types: `resident` or `staff`. It is written down nowhere."""
        news = {"channel": TYPING_CHANNEL, "payload": f"{conversation_id} {who}"}
        await self._session.execute(text("select pg_notify(:channel, :payload)"), news)

    async def mark_read(self, conversation_id: UUID, who: str, newest: int) -> None:
        """That side (`resident`, `staff`) has seen messages up to this one; the other side is told."""
        column = Conversation.read_by_staff if who == "staff" else Conversation.read_by_resident
        there = exists().where(MessageRecord.conversation_id == conversation_id, MessageRecord.id == newest)
        marked = (
            update(Conversation)
            .where(Conversation.id == conversation_id, column < newest, there)
            .values({column: newest})
            .returning(Conversation.id)
        )
        if await self._session.scalar(marked) is not None:
            await self.announce(conversation_id)

    async def newest_message(self, conversation_id: UUID) -> int:
        """The id of the newest message, 0 when there is none."""
        query = select(func.max(MessageRecord.id)).where(MessageRecord.conversation_id == conversation_id)
        return await self._session.scalar(query) or 0
