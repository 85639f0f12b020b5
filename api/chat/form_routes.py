"""The chat without JavaScript: a page with the conversation and plain forms."""

from __future__ import annotations

import hmac
import uuid
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.chat.schemas import MESSAGE_LIMIT, Message, Transcript
from api.chat.service import ChatService, Sent, digest
from api.errors import DATABASE_DOWN, BadRequest, NotAllowed, NotFound, ReeveError, TooLarge, as_reeve_error
from api.settings import Settings
from api.web.routes import PartsOf
from api.wiring import Parts

COOKIE = "reeve_chat"
router = APIRouter(include_in_schema=False)


@router.get("/chat")
async def show(request: Request, parts: PartsOf) -> HTMLResponse:
    """The conversation so far, with a box to write in."""
    transcript = await _transcript(parts.chat, request)
    return _page(request, parts, transcript)


@router.post("/chat")
async def post(
    request: Request,
    parts: PartsOf,
    text: Annotated[str, Form(max_length=20 * MESSAGE_LIMIT)] = "",
    choice: Annotated[str, Form(max_length=80)] = "",
    action: Annotated[Literal["", "start", "end"], Form()] = "",
    csrf: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Sends, presses a button, ends or starts; then shows the conversation again."""
    _same_site(request, parts.settings)
    cookie = _cookie(request)
    if cookie is not None and csrf and not hmac.compare_digest(csrf, form_token(cookie)):
        raise NotAllowed("This page is out of date. Go back to the chat and try again.")
    try:
        cookie = await _act(parts.chat, cookie, text, choice, action)
    except (ReeveError, *DATABASE_DOWN) as error:
        known = as_reeve_error(error)
        transcript = (
            None if known.status >= HTTPStatus.INTERNAL_SERVER_ERROR else await _transcript(parts.chat, request)
        )
        return _page(request, parts, transcript, error=known.detail, draft=text, status=known.status)
    response = RedirectResponse("/chat#latest", 303)
    secure = parts.settings.secure_cookies
    response.set_cookie(COOKIE, cookie, max_age=86_400, httponly=True, samesite="lax", secure=secure, path="/chat")
    return response


async def _act(chat: ChatService, cookie: str | None, text: str, choice: str, action: str) -> str:
    """Does what the form asks, and returns the cookie of the conversation it was done in."""
    if action == "start" or cookie is None or await _has_ended(chat, cookie):
        started = await chat.start()
        cookie = f"{started.id}.{started.token}"
    conversation_id, token = _split(cookie)
    if action == "end":
        await chat.close(conversation_id, token)
    elif action == "" or text.strip() or choice:
        await chat.send(conversation_id, token, Sent(_words(text, choice), choice or None, uuid.uuid4().hex))
    return cookie


async def _has_ended(chat: ChatService, cookie: str) -> bool:
    try:
        return (await chat.transcript(*_split(cookie))).owner == "closed"
    except NotFound:
        return True


def _words(text: str, choice: str) -> str:
    if choice:
        return text.strip() or "Talk to someone"
    if not text.strip():
        raise EmptyMessage()
    if len(text) > MESSAGE_LIMIT:
        raise TooLarge(f"Your message is too long. Use {MESSAGE_LIMIT:,} characters or fewer.")
    return text


class EmptyMessage(BadRequest):
    """Nothing to send."""

    code = "empty_message"
    detail = "Write your message in the box, then choose Send."


def form_token(cookie: str) -> str:
    """A token only this conversation's own page can hold."""
    return digest("form:" + cookie)[:32]


def _same_site(request: Request, settings: Settings) -> None:
    """Refuses posts that another site's page sent."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in (None, "same-origin", "none") or (foreign and origin != settings.public_url):
        raise NotAllowed("This form was sent from another site. Open the chat on our own pages.")


def _cookie(request: Request) -> str | None:
    value = request.cookies.get(COOKIE)
    try:
        _split(value or "")
    except ValueError:
        return None
    return value


def _split(cookie: str) -> tuple[UUID, str]:
    conversation_id, _, token = cookie.partition(".")
    return UUID(conversation_id), token


async def _transcript(chat: ChatService, request: Request) -> Transcript | None:
    cookie = _cookie(request)
    if cookie is None:
        return None
    try:
        return await chat.transcript(*_split(cookie))
    except NotFound:
        return None


def _page(
    request: Request,
    parts: Parts,
    transcript: Transcript | None,
    error: str | None = None,
    draft: str = "",
    status: int = 200,
) -> HTMLResponse:
    messages: list[Message] = transcript.messages if transcript else []
    cookie = _cookie(request)
    context = {
        "messages": messages,
        "owner": transcript.owner if transcript else "bot",
        "csrf": form_token(cookie) if cookie else "",
        "error": error,
        "draft": draft,
    }
    page = parts.pages.render(request, "chat.html", status, **context)
    page.headers["Cache-Control"] = "no-store"
    return page
