"""Copies of a conversation by email, with every part real: database, vault, redaction, GOV.UK Notify's client."""

from __future__ import annotations

import secrets
from datetime import timedelta

from api.chat.send_copy import CopyByEmail
from api.conversation.admission import digest
from api.conversation.schemas import CopyTo
from api.db.tables.conversations import Conversation, MessageRecord
from redaction.redactor import Redactor
from tests.support.outside.notify_server import NotifyServer
from tests.support.outside.post_room import PostRoom

SAID = ("I am <PERSON_1> and my bin was not emptied", "Tell us your address.")


class Copies:
    """One conversation, and the way to have a copy of it."""

    def __init__(self, database_url: str) -> None:
        self.server = NotifyServer()
        self.room = PostRoom(database_url, self.server)
        self.copies = CopyByEmail(
            self.room.database, self.room.vault, Redactor(), self.room.notices, "Northbridge Council", self.room.clock
        )
        self.token = secrets.token_urlsafe(32)

    async def begin(self) -> None:
        """A conversation of two messages."""
        async with self.room.database.transaction() as session:
            conversation = Conversation(token_digest=digest(self.token))
            session.add(conversation)
            await session.flush()
            self.id = conversation.id
            for sender, said in zip(("resident", "bot"), SAID, strict=True):
                session.add(MessageRecord(conversation_id=self.id, sender=sender, text=said, extras={}))
                await session.flush()

    async def in_danger(self) -> None:
        """A turn in which the crisis gate fired."""
        await self.room.danger(self.id)

    async def send(self, email: str, *, safe: bool = False) -> None:
        """Asks for a copy."""
        await self.copies.send(self.id, self.token, CopyTo.model_construct(email=email, safe=safe))

    def later(self) -> None:
        """Eleven minutes go by."""
        self.room.at += timedelta(minutes=11)

    async def close(self) -> None:
        """Ends the server and the connections."""
        self.server.close()
        await self.room.database.close()
