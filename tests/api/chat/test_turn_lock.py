"""A turn holds its conversation's row, and its offices still write what refers to that row."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from api.chat.service import ChatService, SentMessage
from api.conversation.repository import ChatRepository
from api.db.session import Database
from api.kernel.metrics import Metrics
from api.outside.notices.service import Notices
from bot.actions.say import Phrases
from bot.policy import load_policy
from bot.reception.reception import Reception
from bot.reception.references import NewReference
from bot.turn import Card, Conclusion, DialogueState, Outcome, Reply, Response
from redaction import Redacted
from tests.support.casework.plain_chat import case_desk
from tests.support.outside.email_copies import Copies
from tests.support.staff.desk import FakeRedactor, council

SOON = 2.0  # seconds: a notice that waits for the turn would wait for itself, for ever
FACTS = {"email": "<EMAIL_ADDRESS_1>", "service": "Bulky waste"}


class NothingSpecial:
    """No crisis, and English."""

    def screen(self, raw: str) -> Card | None:
        return None

    def recognise(self, text: str) -> str | None:
        return None


class BookingBot:
    """Queues a notice as an office does: within the turn, in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.conversation = uuid.uuid4()
        self.locked = False

    async def respond(
        self, said: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        self.locked = await self._is_locked()
        async with asyncio.timeout(SOON), self.database.transaction() as session:
            await session.execute(text("set local lock_timeout = '1500ms'"))
            await Notices().send(session, "confirmation", f"NB-{uuid.uuid4().hex[:8]}", self.conversation, FACTS)
        return Response(Conclusion(Outcome.BOOKED), (Reply("Booked."),))

    async def _is_locked(self) -> bool:
        """Whether another turn would have to wait."""
        async with self.database.transaction() as session:
            await session.execute(text("set local lock_timeout = '50ms'"))
            try:
                await ChatRepository(session).find(self.conversation, lock=True)
            except OperationalError:
                await session.rollback()
                return True
        return False


async def notices_of(database: Database, conversation: uuid.UUID) -> list[Any]:
    async with database.transaction() as session:
        query = text("select state from notice where conversation_id = :id")
        return list((await session.scalars(query, {"id": conversation})).all())


async def test_an_office_queues_a_notice_while_the_turn_holds_the_conversation(copies: Copies) -> None:
    database, phrases, nothing = copies.room.database, Phrases(load_policy(), council()), NothingSpecial()
    bot = BookingBot(database)
    reception = Reception(nothing, FakeRedactor(), nothing, bot, phrases, council(), NewReference("NB"))
    chat = ChatService(database, copies.room.vault, reception, phrases, council(), Metrics(), case_desk(council()))
    started = await chat.start()
    bot.conversation = started.id
    async with asyncio.timeout(2 * SOON + 1):
        answered = await chat.send(started.id, started.token, SentMessage("book it", None, "key-00001"))
    assert answered.outcome == "booked"
    assert bot.locked
    assert await notices_of(database, started.id) == ["waiting"]


async def test_a_stronger_lock_would_have_stopped_it(copies: Copies) -> None:
    """So the test above would notice: a plain `for update` shuts out whatever refers to the row."""
    database = copies.room.database
    async with database.transaction() as session:
        await session.execute(text("select 1 from conversation where id = :id for update"), {"id": copies.id})
        with pytest.raises(OperationalError):
            async with database.transaction() as other:
                await other.execute(text("set local lock_timeout = '50ms'"))
                await Notices().send(other, "confirmation", "NB-1", copies.id, FACTS)
    assert await notices_of(database, copies.id) == []
