"""The page of the chat without JavaScript, as it stands now or with what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.chat.browser_conversation import cookie_of, form_token, opened
from api.chat.chat_page import ChatPage
from api.chat.rating_words import asking_words
from api.chat.service import ChatService
from api.conversation.schemas import MESSAGE_LIMIT, Message, Transcript
from api.kernel.errors import DATABASE_DOWN, NotFound, ReeveError, retry
from api.kernel.times import moment


async def transcript_of(chat: ChatService, request: Request) -> Transcript | None:
    """The conversation in this browser, if there is one."""
    cookie = cookie_of(request)
    if cookie is None:
        return None
    try:
        return await chat.transcript(*opened(cookie))
    except NotFound:
        return None


async def transcript_if_up(chat: ChatService, request: Request) -> Transcript | None:
    """The transcript of the cookie's conversation; None without one, and while the database is down."""
    try:
        return await transcript_of(chat, request)
    except DATABASE_DOWN:
        return None


async def explained(
    request: Request, chat_page: ChatPage, error: ReeveError, text: str, comment: str = "", about: str = "text"
) -> HTMLResponse:
    """What went wrong, above the conversation; help in a crisis is shown whatever it was. `about` is the box meant."""
    words = (text or comment).strip()
    urgent = chat_page.chat.help_at_once(words[:MESSAGE_LIMIT]).messages if words else []
    transcript = await transcript_if_up(chat_page.chat, request)
    shown = page(
        request,
        chat_page,
        transcript,
        unsaved=urgent,
        error=error.detail,
        about=about,
        draft=text,
        comment=comment,
        status=error.status,
    )
    shown.headers.update(retry(error.retry_after))
    return shown


def page(
    request: Request,
    chat_page: ChatPage,
    transcript: Transcript | None,
    *,
    unsaved: Sequence[Message] = (),
    deleted: str = "",
    rated: bool = False,
    copied: bool = False,
    about: str = "text",
    error: str | None = None,
    draft: str = "",
    comment: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page. `unsaved` are messages that no table holds."""
    messages = [*(transcript.messages if transcript else []), *unsaved]
    cookie, lang = cookie_of(request), transcript.lang if transcript else None
    context = {
        "messages": messages,
        "owner": transcript.owner if transcript else "bot",
        "standing": transcript.standing if transcript else None,
        "opens": _opens(transcript),
        "rate": transcript.rate if transcript else False,
        "rated": rated,
        "copied": copied,
        "about": about,
        "asked_in": lang,
        "asking": asking_words(lang),
        "ask_safe": transcript.ask_safe if transcript else False,
        "csrf": form_token(cookie) if cookie else "",
        "error": error,
        "draft": draft,
        "comment": comment,
        "deleted": deleted,
    }
    shown = chat_page.pages.render(request, "chat.html", status, **context)
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _opens(transcript: Transcript | None) -> str | None:
    """When the team opens again, in words, while it is closed."""
    standing = transcript.standing if transcript else None
    return moment(standing.opens_at) if standing and standing.opens_at else None
