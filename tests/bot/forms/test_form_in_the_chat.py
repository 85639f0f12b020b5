"""A form through the chat's service: what it keeps, what a back end may open, what is shown."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from api.chat.service import ChatService, SentMessage
from api.db.session import Database
from api.kernel.errors import Conflict
from api.kernel.metrics import Metrics
from api.vault.keys import Key
from api.vault.service import Vault
from tests.support.casework.plain_chat import case_desk

if TYPE_CHECKING:
    from api.assistant import Assistant
    from api.conversation.schemas import Answered
    from bot.reception.reception import Reception
    from tests.support.bot.backends import BulkyBackend

LINES = (
    "I want to book a bulky waste collection",
    "a sofa",
    "12 High Street, NB1 2AB",
    "next Tuesday",
    "Zaqwyx Brombly",
)


@dataclass
class Chatting:
    """A resident of the service."""

    chat: ChatService
    id: uuid.UUID
    token: str

    async def say(self, text: str, choice: str | None = None, key: str | None = None) -> Answered:
        return await self.chat.send(self.id, self.token, SentMessage(text, choice, key or uuid.uuid4().hex))


@pytest.fixture
async def chatting(database_url: str, assistant: Assistant, line: Reception) -> AsyncIterator[Chatting]:
    """A conversation with a form half filled in."""
    database = Database(database_url, 3)
    chat = ChatService(
        database, Vault(Key.new()), line, assistant.phrases, assistant.council, Metrics(), case_desk(assistant.council)
    )
    started = await chat.start()
    made = Chatting(chat, started.id, started.token)
    for words in LINES:
        await made.say(words)
    yield made
    await database.close()


async def test_an_office_opens_what_earlier_messages_hid(chatting: Chatting, bulky: BulkyBackend) -> None:
    await chatting.say("01632 960001")
    booked = await chatting.say("yes")
    assert booked.outcome == "booked"
    answers = list(bulky.opened.values())[-1]
    assert answers == {
        "items": "sofa=1",
        "address": "12 High Street, NB1 2AB",
        "slot": "2026-12-01",
        "name": "Zaqwyx Brombly",
        "phone": "01632 960001",
    }


async def test_an_office_opens_what_the_present_message_hides(chatting: Chatting) -> None:
    changed = await chatting.say("skip")
    await chatting.say("Change: address", "change:address")
    refused = await chatting.say("1 nowhere street")
    assert "postcode that begins with NB" in refused.messages[-1].text
    assert changed.outcome == "collecting"


async def test_the_transcript_and_the_state_hold_placeholders_only(chatting: Chatting) -> None:
    transcript = await chatting.chat.transcript(chatting.id, chatting.token)
    assert "Brombly" not in str(transcript)
    assert "High Street" not in str(transcript)


async def test_a_confirmation_sent_twice_is_one_booking_and_an_old_button_is_refused(
    chatting: Chatting, bulky: BulkyBackend
) -> None:
    await chatting.say("skip")
    before = len(bulky.register)
    first = await chatting.say("Yes, book it", "confirm", key="k")
    assert await chatting.say("Yes, book it", "confirm", key="k") == first
    assert len(bulky.register) == before + 1
    with pytest.raises(Conflict):
        await chatting.say("Yes, book it", "confirm")
