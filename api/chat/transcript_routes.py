"""The copy of a conversation that a resident takes away: for programs, and for the page without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from api.chat.browser_conversation import cookie_of, opened, require_own_page, require_same_site
from api.chat.chat_page import PageOf
from api.chat.form_page import explained, page, transcript_if_up
from api.chat.routes import Chat
from api.chat.wording import say
from api.conversation.admission import ConversationNotFound
from api.conversation.resident_request import Address, ConversationId, Limited, Token
from api.conversation.schemas import Accepted, CopyTo
from api.conversation.transcript import as_text
from api.kernel.errors import DATABASE_DOWN, ReeveError, as_reeve_error, problems

OUT_OF_DATE = say("chat_page.out_of_date")

router = APIRouter()


@router.get(
    "/api/v1/conversations/{conversation_id}/transcript",
    tags=["Conversations"],
    response_class=PlainTextResponse,
    responses=problems(404, 422, 503),
    summary="Take a copy of the conversation",
)
async def copy(chat: Chat, chat_page: PageOf, token: Token, conversation_id: ConversationId) -> Response:
    """The whole conversation as plain text, personal data hidden."""
    return _file(as_text(chat_page.council.name, await chat.whole(conversation_id, token)))


@router.get("/chat/transcript", include_in_schema=False)
async def copy_for_page(request: Request, chat_page: PageOf) -> Response:
    """The conversation as a file, for whoever holds its cookie."""
    cookie = cookie_of(request)
    if cookie is None:
        return RedirectResponse("/chat", 303)
    try:
        return _file(as_text(chat_page.council.name, await chat_page.chat.whole(*opened(cookie))))
    except ConversationNotFound:
        return RedirectResponse("/chat", 303)


@router.post(
    "/api/v1/conversations/{conversation_id}/transcript",
    tags=["Conversations"],
    status_code=202,
    responses=problems(404, 409, 413, 422, 429, 503),
    summary="Send a copy of the conversation by email",
)
async def send_copy(
    to: CopyTo, chat_page: PageOf, limits: Limited, address: Address, token: Token, conversation_id: ConversationId
) -> Accepted:
    """Sends the conversation, personal data hidden, to the resident's own address. Once in ten minutes.

    After words that told of danger it is refused with `ask_first`, until the resident says with `safe` that nobody else
    reads what is sent there.
    """
    await limits.copy(address)
    await chat_page.copies.send(conversation_id, token, to)
    return Accepted()


@router.post("/chat/transcript", include_in_schema=False)
async def send_copy_for_page(
    request: Request,
    chat_page: PageOf,
    address: Address,
    csrf: Annotated[str, Form(max_length=64)] = "",
    email: Annotated[str, Form(max_length=4000)] = "",
    safe: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Sends a copy by email for whoever holds the conversation's cookie, and shows the conversation again."""
    require_same_site(request, chat_page.settings)
    cookie = require_own_page(cookie_of(request), csrf, OUT_OF_DATE)
    conversation_id, token = opened(cookie)
    try:
        await chat_page.limits.copy(address)
        await chat_page.copies.send(conversation_id, token, CopyTo.model_construct(email=email, safe=safe == "yes"))
    except (ReeveError, *DATABASE_DOWN) as error:
        return await explained(request, chat_page, as_reeve_error(error), "", about="email")
    return page(request, chat_page, await transcript_if_up(chat_page.chat, request), copied=True)


def _file(text: str) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="conversation.txt"', "Cache-Control": "no-store"}
    return PlainTextResponse(text, headers=headers)
