"""A resident's conversation: start, take a turn, read, close. Raw text lives here and in the turn, in memory only."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.chat import address_offers as offers
from api.chat.attachments import is_attachment
from api.chat.ports import DeskOfChat
from api.chat.wording import say
from api.conversation import shown_messages as present
from api.conversation.admission import ConversationClosed, authorised, digest
from api.conversation.change_owner import change_owner
from api.conversation.erase import erase
from api.conversation.ownership import By, Move, Owner
from api.conversation.repository import ChatRepository
from api.conversation.resident_context import resident_context_of
from api.conversation.schemas import Answered, Erased, Help, Message, Started, Transcript
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import Conversation, MessageRecord, TurnRecord
from api.kernel import audit
from api.kernel.errors import DATABASE_DOWN, Conflict, Unavailable
from api.kernel.metrics import Metrics
from api.vault.keys import Sealed
from api.vault.service import Safe, Vault
from bot.actions.say import Phrases
from bot.council import Council
from bot.forms.backends import OPEN
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.forms.stored_form import expected, language_of
from bot.ports import FormBackend
from bot.reception.reception import Reception, Screening
from bot.turn import Enquiry, Outcome, Reply, Turn
from redaction import Label

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as a resident sent it."""

    text: str = field(repr=False)
    choice: str | None
    key: str


class ChatService:
    """Conversations of residents. One transaction a call; the conversation's row lock puts turns in order."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        reception: Reception,
        phrases: Phrases,
        council: Council,
        metrics: Metrics,
        desk: DeskOfChat,
        backends: Sequence[FormBackend] = (),
    ) -> None:
        self._database, self._vault, self._reception = database, vault, reception
        self._phrases, self._council, self._metrics = phrases, council, metrics
        self._desk, self._backends = desk, tuple(backends)

    async def start(self) -> Started:
        """A new conversation, with its token and a word of welcome."""
        token = secrets.token_urlsafe(32)
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = Conversation(token_digest=digest(token))
            await chat.add(conversation)
            await self._vault.open(session, conversation.id)
            welcome = self._reply(conversation.id, self._phrases.plain("welcome"))
            await chat.add_messages([welcome])
        return Started(id=conversation.id, token=token, messages=[present.message(welcome)])

    async def send(self, conversation_id: UUID, token: str, sent: SentMessage) -> Answered:
        """Takes a turn. Sending the same key again gives the same answer and does nothing twice."""
        try:
            return await self._send(conversation_id, token, sent)
        except DATABASE_DOWN:
            return self._help_without_database(sent)
        except Sealed:
            return self._refuse_sealed(sent)

    async def _send(self, conversation_id: UUID, token: str, sent: SentMessage) -> Answered:
        started = time.perf_counter()
        screening = self._reception.begin_screening(sent.text)  # does not wait for the database
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token, lock=True)
            safe = await self._vault.open(session, conversation.id)
            request = safe.fingerprint(f"{sent.choice}\n{sent.text}")
            known = await chat.turn_by_key(conversation.id, sent.key)
            if known is not None:
                return await self._again(chat, safe, conversation, known, request)
            if conversation.owner == Owner.CLOSED:
                raise ConversationClosed()
            turn = await self._take_turn(chat, safe, conversation, sent, screening)
            record = _record(conversation, sent.key, request, turn, started)
            answered = await self._write(session, chat, safe, conversation, turn, record)
        self._metrics.turn(turn.outcome, turn.crisis, time.perf_counter() - started)
        return answered

    def _help_without_database(self, sent: SentMessage) -> Answered:
        """Help in a crisis does not wait for the database: the card is shown, though nothing can be kept."""
        messages = self.help_at_once(sent.text).messages
        if not messages:
            raise Unavailable()
        return Answered(outcome=Outcome.URGENT.value, owner=Owner.BOT, messages=messages)

    def _refuse_sealed(self, sent: SentMessage) -> Answered:
        """Without the conversation's key nothing can be kept safely, so nothing is; help in a crisis is still shown."""
        log.error("vault_sealed")
        if urgent := self.help_at_once(sent.text).messages:
            return Answered(outcome=Outcome.URGENT.value, owner=Owner.BOT, messages=urgent)
        self._metrics.turn(Outcome.FAILED, None, 0.0)
        shown = present.unsaved(self._phrases.plain("sealed"))
        return Answered(outcome=Outcome.FAILED.value, owner=Owner.BOT, messages=[shown])

    def help_at_once(self, text: str) -> Help:
        """Help in a crisis, from memory alone: for whoever could not be let in. It is kept nowhere."""
        reply = self._reception.help_at_once(text)
        if reply is None:
            return Help(messages=[])
        self._metrics.turn(Outcome.URGENT, reply.card.kind if reply.card else None, 0.0)
        return Help(messages=[present.unsaved(reply)])

    async def in_danger(self, text: str) -> bool:
        """Whether the crisis gate fires on these words: then no limit holds them up."""
        return await asyncio.to_thread(self._reception.help_at_once, text) is not None

    async def transcript(self, conversation_id: UUID, token: str, after: int = 0) -> Transcript:
        """The messages after a given one."""
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token)
            records = await chat.messages(conversation.id, after)
            standing = await self._desk.queue_places.of(session, conversation)
            rate = await self._desk.rating_is_due(session, conversation)
            messages, owner = present.messages(records), Owner(conversation.owner)
            ended = owner is Owner.CLOSED
            if not ended and offers.offers(messages) and (safe := await self._known(session, conversation.id)):
                messages = await offers.shown(messages, safe.reveal)
            ask_safe = await chat.told_of_danger(conversation.id)
        lang = language_of(conversation.dialogue)
        return Transcript(
            id=conversation.id,
            owner=owner,
            messages=messages,
            standing=standing,
            rate=rate,
            lang=lang,
            ask_safe=ask_safe,
        )

    async def whole(self, conversation_id: UUID, token: str) -> list[Message]:
        """Every message of a conversation, oldest first."""
        found: list[Message] = []
        while more := (await self.transcript(conversation_id, token, found[-1].id if found else 0)).messages:
            found.extend(more)
        return found

    async def close(self, conversation_id: UUID, token: str) -> Transcript:
        """Ends the conversation; ending it twice is no error."""
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token, lock=True)
            if conversation.owner != Owner.CLOSED:
                change_owner(conversation, Move.END, By.RESIDENT, now())
                conversation.updated_at = now()
                await chat.announce(conversation.id)
                await session.flush()
            records = await chat.messages(conversation.id)
            rate = await self._desk.rating_is_due(session, conversation)
        shown, lang = present.messages(records), language_of(conversation.dialogue)
        return Transcript(id=conversation.id, owner=Owner.CLOSED, messages=shown, rate=rate, lang=lang)

    async def erase(self, conversation_id: UUID, token: str) -> Erased:
        """Erases the conversation for the resident. Cases under way stay, without personal details."""
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token, lock=True)
            kept = await erase(session, self._vault, conversation)
            for reference in kept:
                audit.record(session, "resident", audit.Action.CONVERSATION_ERASED, audit.case(reference))
        return Erased(cases_kept=list(kept))

    async def _take_turn(
        self, chat: ChatRepository, safe: Safe, conversation: Conversation, sent: SentMessage, screening: Screening
    ) -> Turn:
        placeholders = await safe.placeholders()
        choice = await self._offered(chat, conversation.id, sent.choice)
        after = cast(Label | None, conversation.unfinished)
        overheard = conversation.owner == Owner.PERSON
        expecting = None if overheard else expected(conversation.dialogue)
        enquiry = Enquiry(sent.text, choice, expecting, placeholders, conversation.dialogue, after)
        offered: dict[str, str] = {}
        resident_context = resident_context_of(conversation.id, sent.key, safe, placeholders, offered)
        known, open_before = RESIDENT_CONTEXT.set(resident_context), OPEN.set(self._backends)
        try:
            take = self._reception.overhear if overheard else self._reception.receive
            turn = await take(enquiry, screening)
        finally:
            RESIDENT_CONTEXT.reset(known)
            OPEN.reset(open_before)
        safe.keep(sent.text, turn.findings, placeholders, offered)
        return turn

    async def _offered(self, chat: ChatRepository, conversation_id: UUID, choice: str | None) -> str | None:
        """The choice, if it was really offered; a person may be asked for at any time."""
        if choice is None or choice == "person":
            return choice
        extras = await chat.last_extras(conversation_id)
        if is_attachment(choice, extras.get("wants")):
            return choice
        buttons = extras.get("buttons", [])
        if choice not in [button["choice"] for button in buttons]:
            raise Conflict(say("messages.old_button"))
        return choice

    async def _write(
        self,
        session: AsyncSession,
        chat: ChatRepository,
        safe: Safe,
        conversation: Conversation,
        turn: Turn,
        record: TurnRecord,
    ) -> Answered:
        said = MessageRecord(conversation_id=conversation.id, sender="resident", text=turn.text, extras={})
        records = [said, *(self._reply(conversation.id, reply) for reply in turn.replies)]
        await chat.add_turn(record, records)
        before = conversation.dialogue
        _advance(conversation, turn)
        await self._desk.intake.take(session, conversation, _case_kind(turn.outcome), turn, before)
        await chat.announce(conversation.id)
        return await _answered(record, conversation, records, safe)

    async def _again(
        self, chat: ChatRepository, safe: Safe, conversation: Conversation, known: TurnRecord, request: str
    ) -> Answered:
        if known.request_digest != request:
            raise Conflict(say("messages.key_used"))
        return await _answered(known, conversation, list(await chat.messages_of_turn(known.id)), safe)

    async def _known(self, session: AsyncSession, conversation_id: UUID) -> Safe | None:
        """The conversation's safe, unless it has none or no master key opens it: then what is hidden stays hidden."""
        try:
            return await self._vault.known(session, conversation_id)
        except Sealed:
            return None

    def _reply(self, conversation_id: UUID, reply: Reply) -> MessageRecord:
        team = self._council.teams.get(reply.case.team) if reply.case else None
        shown = present.extras(reply, team.name if team else None)
        return MessageRecord(conversation_id=conversation_id, sender="bot", text=reply.text, extras=shown)


def _case_kind(outcome: Outcome) -> str:
    return "reported" if outcome is Outcome.REPORTED else "routed"


def _advance(conversation: Conversation, turn: Turn) -> None:
    """What the conversation remembers of the turn."""
    conversation.dialogue = turn.state
    conversation.unfinished = turn.unfinished
    conversation.service = turn.conclusion.service or conversation.service
    conversation.updated_at = now()


def _record(conversation: Conversation, key: str, request: str, turn: Turn, started: float) -> TurnRecord:
    conclusion = turn.conclusion
    return TurnRecord(
        conversation_id=conversation.id,
        idempotency_key=key,
        request_digest=request,
        outcome=conclusion.outcome.value,
        service=conclusion.service,
        intent=conclusion.intent,
        confidence=conclusion.confidence,
        services=[{"slug": each.slug, "score": each.score} for each in conclusion.services],
        crisis=turn.crisis,
        milliseconds=round((time.perf_counter() - started) * 1000),
    )


async def _answered(
    record: TurnRecord, conversation: Conversation, records: list[MessageRecord], safe: Safe
) -> Answered:
    messages = present.messages(records)
    if offers.offers(messages):
        messages = await offers.shown(messages, safe.reveal)
    return Answered(outcome=record.outcome, owner=Owner(conversation.owner), messages=messages)
