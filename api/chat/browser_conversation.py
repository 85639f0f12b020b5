"""The conversation of a browser without scripts: its cookie, and the token that only its own page can hold."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response

from api.chat.wording import say
from api.conversation.admission import digest
from api.kernel.errors import NotAllowed
from api.settings import Settings

COOKIE = "reeve_chat"
DAY = 86_400  # seconds


def cookie_of(request: Request) -> str | None:
    """The cookie of the conversation in this browser, if there is a whole one."""
    value = request.cookies.get(COOKIE)
    try:
        opened(value or "")
    except ValueError:
        return None
    return value


def opened(cookie: str) -> tuple[UUID, str]:
    """Id and token of the conversation. Raises ValueError."""
    conversation_id, _, token = cookie.partition(".")
    return UUID(conversation_id), token


def remember(response: Response, cookie: str, settings: Settings) -> None:
    """Leaves the conversation in the browser for a day."""
    secure = settings.secure_cookies
    response.set_cookie(COOKIE, cookie, max_age=DAY, httponly=True, samesite="lax", secure=secure, path="/chat")


def forget(response: Response, settings: Settings) -> None:
    """Takes the conversation out of the browser."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=settings.secure_cookies, path="/chat")


def form_token(cookie: str) -> str:
    """A token only this conversation's own page can hold."""
    return digest("form:" + cookie)[:32]


def require_own_page(cookie: str | None, csrf: str, otherwise: str) -> str:
    """The cookie, if the form came from its own page. Raises NotAllowed, which says `otherwise`."""
    if cookie is None or not hmac.compare_digest(csrf.encode(), form_token(cookie).encode()):
        raise NotAllowed(otherwise)
    return cookie


def require_same_site(request: Request, settings: Settings) -> None:
    """Raises NotAllowed for a post that another site's page sent."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in (None, "same-origin", "none") or (foreign and origin != settings.public_url):
        raise NotAllowed(say("chat_page.other_site"))
