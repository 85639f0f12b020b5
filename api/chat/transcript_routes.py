"""The copy of a conversation that a resident takes away: for programs, and for the page without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from api.chat.browser import cookie_of, opened
from api.chat.routes import Chat, ConversationId, Token
from api.chat.service import ConversationNotFound
from api.chat.transcript import as_text
from api.errors import problems
from api.web.routes import PartsOf

router = APIRouter()


@router.get(
    "/api/v1/conversations/{conversation_id}/transcript",
    tags=["Conversations"],
    response_class=PlainTextResponse,
    responses=problems(404, 422, 503),
    summary="Take a copy of the conversation",
)
async def copy(chat: Chat, parts: PartsOf, token: Token, conversation_id: ConversationId) -> Response:
    """The whole conversation as plain text, personal data hidden."""
    return _file(as_text(parts.mind.council.name, await chat.whole(conversation_id, token)))


@router.get("/chat/transcript", include_in_schema=False)
async def copy_for_page(request: Request, parts: PartsOf) -> Response:
    """The same for whoever holds the conversation's cookie."""
    cookie = cookie_of(request)
    if cookie is None:
        return RedirectResponse("/chat", 303)
    try:
        return _file(as_text(parts.mind.council.name, await parts.chat.whole(*opened(cookie))))
    except ConversationNotFound:
        return RedirectResponse("/chat", 303)


def _file(text: str) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="conversation.txt"', "Cache-Control": "no-store"}
    return PlainTextResponse(text, headers=headers)
