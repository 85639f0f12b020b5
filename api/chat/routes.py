"""The chat's HTTP: what the widget and other systems call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.chat.service import ChatService, SentMessage
from api.chat.wording import say
from api.conversation.admission import ConversationNotFound
from api.conversation.events import TYPING_SECONDS, EventHub
from api.conversation.resident_request import Address, ConversationId, Limited, Token
from api.conversation.schemas import Answered, Enquiry, Erased, Help, Started, Transcript, Words
from api.kernel.errors import DATABASE_DOWN, BadRequest, TooMany, problems
from api.kernel.parts import part

LONGEST_WAIT = 20.0  # seconds without news before the stream looks for itself

router = APIRouter(prefix="/api/v1/conversations", tags=["Conversations"])

Chat = Annotated[ChatService, part(ChatService)]
Hub = Annotated[EventHub, part(EventHub)]
IdempotencyKey = Annotated[
    str,
    Header(
        min_length=8,
        max_length=80,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="A new random value for each message; the same one when you send the same message again.",
        examples=["5b2f6c1e-9f0f-4f7e-8a55-1f6b7f0c9d11"],
    ),
]


@router.post("", status_code=201, responses=problems(429, 503), summary="Start a conversation")
async def start(chat: Chat, limits: Limited, address: Address) -> Started:
    """Starts a conversation. Keep the token: it is shown once and is the only way back in.

    When this is refused, send what the person wrote to `POST /api/v1/conversations/help`.
    """
    await limits.start(address)
    return await chat.start()


@router.post("/help", responses=problems(413, 422, 503), summary="Help in an emergency, without a conversation")
def help_at_once(words: Words, chat: Chat) -> Help:
    """For words that no conversation could take. Tells of danger: fixed help. Otherwise: no messages. Keeps nothing."""
    return chat.help_at_once(words.text)


@router.post(
    "/{conversation_id}/messages",
    responses=problems(404, 409, 410, 413, 422, 429, 503),
    summary="Send a message",
)
async def send(
    conversation_id: ConversationId,
    enquiry: Enquiry,
    chat: Chat,
    limits: Limited,
    address: Address,
    token: Token,
    idempotency_key: IdempotencyKey,
) -> Answered:
    """Sends a resident's message and waits for the answer. Safe to repeat with the same `Idempotency-Key`.

    Words that tell of danger pass every limit.
    """
    if "\x00" in enquiry.text:
        raise BadRequest(say("messages.not_text"))
    try:
        await limits.message(address, conversation_id)
    except TooMany:
        if not await chat.in_danger(enquiry.text):
            raise
    return await chat.send(conversation_id, token, SentMessage(enquiry.text, enquiry.choice, idempotency_key))


@router.get("/{conversation_id}/messages", responses=problems(404, 422, 503), summary="Read the conversation")
async def read(
    conversation_id: ConversationId,
    chat: Chat,
    token: Token,
    after: Annotated[int, Query(ge=0, lt=2**63, description="Only messages with a greater id.")] = 0,
) -> Transcript:
    """The conversation so far, personal data hidden."""
    return await chat.transcript(conversation_id, token, after)


LAST = 2**62


async def admitted(conversation_id: ConversationId, chat: Chat, token: Token) -> None:
    """Refuses before the stream begins: afterwards there is no status left to say it with."""
    await chat.transcript(conversation_id, token, after=LAST)


@router.get(
    "/{conversation_id}/events",
    response_class=EventSourceResponse,
    dependencies=[Depends(admitted)],
    responses=problems(404, 422, 503),
    summary="Follow the conversation live",
)
async def events(
    request: Request,
    conversation_id: ConversationId,
    chat: Chat,
    hub: Hub,
    token: Token,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{1,18}$")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `message` (data: a Message, id: its id), `owner` (data: who owns the conversation),
    `standing` (data: a Standing, while a person is coming or has joined), `rate` (data: whether to ask how it went,
    and in which language) and `typing` (the person types).

    Reconnect with `Last-Event-ID` and nothing is lost or sent twice.
    """
    seen, owner, standing, rate, typed = int(last_event_id or 0), "", None, False, time.monotonic()
    with hub.subscribe(conversation_id) as news:
        while True:
            news.clear()
            try:
                transcript = await chat.transcript(conversation_id, token, seen)
            except (*DATABASE_DOWN, ConversationNotFound):
                return  # the client connects again, and is told the reason then
            for message in transcript.messages:
                seen = message.id
                yield ServerSentEvent(event="message", id=str(seen), data=message.model_dump(mode="json"))
            if transcript.rate != rate:  # first: who hears that the chat has ended listens no more
                rate = transcript.rate
                yield ServerSentEvent(event="rate", data={"ask": rate, "lang": transcript.lang})
            if transcript.owner != owner:
                owner = transcript.owner
                yield ServerSentEvent(event="owner", data={"owner": owner})
            if owner == "closed":
                return
            if transcript.standing is not None and transcript.standing != standing:
                yield ServerSentEvent(event="standing", data=transcript.standing.model_dump(mode="json"))
            standing = transcript.standing
            if (last := hub.typed(conversation_id, "staff")) > typed:
                typed = last
                yield ServerSentEvent(event="typing", data={"seconds": TYPING_SECONDS})
            await _news_or_pause(news)


async def _news_or_pause(news: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(news.wait(), LONGEST_WAIT)
    except TimeoutError:
        return


@router.post("/{conversation_id}/close", responses=problems(404, 422, 503), summary="End the conversation")
async def close(conversation_id: ConversationId, chat: Chat, token: Token) -> Transcript:
    """Ends the conversation. Nothing more can be sent; it can still be read until it is erased."""
    return await chat.close(conversation_id, token)


@router.post("/{conversation_id}/erase", responses=problems(404, 422, 503), summary="Erase the conversation")
async def erase(conversation_id: ConversationId, chat: Chat, token: Token) -> Erased:
    """Erases the conversation for good. A case under way stays with the council, without personal details."""
    return await chat.erase(conversation_id, token)
