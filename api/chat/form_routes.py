"""The chat without JavaScript: a page with the conversation and plain forms."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from api.chat.browser_conversation import cookie_of, forget, opened, remember, require_own_page, require_same_site
from api.chat.chat_page import ChatPage, PageOf
from api.chat.form_page import explained, page, transcript_if_up, transcript_of
from api.chat.photo_routes import sent_photo
from api.chat.service import ChatService, SentMessage
from api.chat.wording import say
from api.conversation.resident_request import Address
from api.conversation.schemas import (
    CHOICE_LIMIT,
    COMMENT_LIMIT,
    MESSAGE_LIMIT,
    Contact,
    Message,
    Satisfaction,
)
from api.kernel.errors import (
    DATABASE_DOWN,
    BadRequest,
    NotFound,
    ReeveError,
    TooLarge,
    TooMany,
    as_reeve_error,
)

OUT_OF_DATE = say("chat_page.out_of_date")
Short = Annotated[str, Form(max_length=254)]
router = APIRouter(include_in_schema=False)


class ContactForm:
    """The fields of the form that leaves contact details."""

    def __init__(self, name: Short = "", phone: Short = "", email: Short = "", when: Short = "") -> None:
        self._fields = {"name": name, "phone": phone, "email": email, "when": when}

    def contact(self) -> Contact:
        """The details. Raises BadRequest for one that is too long."""
        try:
            return Contact(**self._fields)
        except ValidationError:
            raise BadRequest(say("chat_page.details_too_long")) from None


@router.get("/chat")
async def show(
    request: Request, chat_page: PageOf, deleted: Annotated[Literal["", "all", "details"], Query()] = ""
) -> HTMLResponse:
    """The conversation so far, with a box to write in."""
    transcript = await transcript_of(chat_page.chat, request)
    return page(request, chat_page, transcript, deleted=deleted)


@router.get("/chat/leave")
async def leave(chat_page: PageOf) -> RedirectResponse:
    """Forgets the conversation in this browser and opens a page that nobody wonders at."""
    response = RedirectResponse(chat_page.settings.leave_url, 303)
    response.headers["Cache-Control"] = "no-store"
    forget(response, chat_page.settings)
    return response


@router.post("/chat/delete")
async def delete(request: Request, chat_page: PageOf, csrf: Annotated[str, Form(max_length=64)] = "") -> Response:
    """Deletes the conversation, for whoever holds its cookie; then shows the empty page, which says so."""
    require_same_site(request, chat_page.settings)
    out_of_date = say("chat_page.not_deleted")
    cookie = require_own_page(cookie_of(request), csrf, out_of_date)
    try:
        erased = await chat_page.chat.erase(*opened(cookie))
        deleted = "details" if erased.cases_kept else "all"
    except NotFound:  # it had gone already
        deleted = "all"
    response = RedirectResponse(f"/chat?deleted={deleted}", 303)
    forget(response, chat_page.settings)
    return response


@router.post("/chat")
async def post(
    request: Request,
    chat_page: PageOf,
    address: Address,
    text: Annotated[str, Form(max_length=20 * MESSAGE_LIMIT)] = "",
    choice: Annotated[str, Form(max_length=CHOICE_LIMIT)] = "",
    action: Annotated[Literal["", "start", "end", "carry-on", "contact", "rate"], Form()] = "",
    contact: Annotated[ContactForm, Depends()] = ContactForm(),  # noqa: B008
    score: Annotated[str, Form(max_length=1)] = "",
    comment: Annotated[str, Form(max_length=20 * MESSAGE_LIMIT)] = "",
    csrf: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Sends, presses a button, ends, starts or says how it went; then shows the conversation again."""
    require_same_site(request, chat_page.settings)
    cookie = cookie_of(request)
    if cookie is not None and csrf:
        require_own_page(cookie, csrf, OUT_OF_DATE)
    try:
        if cookie is not None and action in ("carry-on", "contact"):
            return await _at_the_desk(chat_page, address, cookie, contact.contact() if action == "contact" else None)
        if cookie is not None and action == "rate":
            return await _rate(request, chat_page, address, cookie, score, comment)
        cookie, unsaved = await _act(chat_page, address, cookie, text, choice, action)
    except (ReeveError, *DATABASE_DOWN) as error:
        return await explained(request, chat_page, as_reeve_error(error), text, comment)
    if unsaved:
        return page(request, chat_page, await transcript_if_up(chat_page.chat, request), unsaved=unsaved)
    response = RedirectResponse("/chat#latest", 303)
    remember(response, cookie, chat_page.settings)
    return response


@router.post("/chat/photo")
async def post_photo(request: Request, chat_page: PageOf, address: Address) -> Response:
    """Adds a photo that the bot asked for, and sends it as the next message."""
    require_same_site(request, chat_page.settings)
    cookie = require_own_page(cookie_of(request), request.query_params.get("csrf", ""), OUT_OF_DATE)
    conversation_id, token = opened(cookie)
    try:
        await chat_page.limits.message(address, conversation_id)
        await chat_page.photos.admit(conversation_id, token)
        code = await chat_page.photos.add(conversation_id, token, await sent_photo(request))
        await chat_page.chat.send(
            conversation_id, token, SentMessage(say("chat_page.photo_added"), f"photo:{code}", uuid.uuid4().hex)
        )
    except (ReeveError, *DATABASE_DOWN) as error:
        return await explained(request, chat_page, as_reeve_error(error), "")
    return RedirectResponse("/chat#latest", 303)


async def _act(
    chat_page: ChatPage, address: str | None, cookie: str | None, text: str, choice: str, action: str
) -> tuple[str, Sequence[Message]]:
    """Does what the form asks. The cookie of the conversation it was done in, and replies that no table holds."""
    chat = chat_page.chat
    if action == "start" or cookie is None or await _has_ended(chat, cookie):
        await _limited(chat, text, lambda: chat_page.limits.start(address))
        started = await chat.start()
        cookie = f"{started.id}.{started.token}"
    conversation_id, token = opened(cookie)
    if action == "end":
        await chat.close(conversation_id, token)
    elif action == "" or text.strip() or choice:
        words = _words(text, choice) or await _title(chat_page.chat, cookie, choice)
        await _limited(chat, words, lambda: chat_page.limits.message(address, conversation_id))
        answered = await chat.send(conversation_id, token, SentMessage(words, choice or None, uuid.uuid4().hex))
        return cookie, [message for message in answered.messages if not message.id]
    return cookie, []


async def _at_the_desk(chat_page: ChatPage, address: str | None, cookie: str, contact: Contact | None) -> Response:
    """Leaves contact details, or carries on with the bot where there are none; then shows the conversation again."""
    conversation_id, token = opened(cookie)
    if contact is None:
        await chat_page.waiting.carry_on(conversation_id, token)
    else:
        await chat_page.limits.message(address, conversation_id)
        await chat_page.waiting.leave_contact(conversation_id, token, contact)
    return RedirectResponse("/chat#latest", 303)


async def _rate(
    request: Request, chat_page: ChatPage, address: str | None, cookie: str, score: str, comment: str
) -> Response:
    """Keeps how it went, and shows the conversation again, with help where the comment tells of danger."""
    said = _satisfaction(score, comment)
    conversation_id, token = opened(cookie)
    help_now = chat_page.chat.help_at_once(said.comment).messages if said.comment else []
    if not help_now:
        await chat_page.limits.message(address, conversation_id)
    await chat_page.ratings.rate(conversation_id, token, said, danger=bool(help_now))
    return page(request, chat_page, await transcript_if_up(chat_page.chat, request), unsaved=help_now, rated=True)


def _satisfaction(score: str, comment: str) -> Satisfaction:
    if score not in ("1", "2", "3", "4", "5"):
        raise BadRequest(say("chat_page.no_rating"))
    if len(comment.strip()) > COMMENT_LIMIT:
        raise TooLarge(say("chat_page.comment_too_long", most=f"{COMMENT_LIMIT:,}"))
    return Satisfaction(score=int(score), comment=comment.strip())


async def _limited(chat: ChatService, text: str, take: Callable[[], Awaitable[None]]) -> None:
    """Raises TooMany, but never for words that tell of danger."""
    try:
        await take()
    except TooMany:
        if not await chat.in_danger(text[:MESSAGE_LIMIT]):
            raise


async def _has_ended(chat: ChatService, cookie: str) -> bool:
    try:
        return (await chat.transcript(*opened(cookie))).owner == "closed"
    except NotFound:
        return True


def _words(text: str, choice: str) -> str:
    if choice:
        return text.strip()
    if not text.strip():
        raise EmptyMessage()
    if len(text) > MESSAGE_LIMIT:
        raise TooLarge(say("chat_page.message_too_long", most=f"{MESSAGE_LIMIT:,}"))
    return text


async def _title(chat: ChatService, cookie: str, choice: str) -> str:
    """What stands on the button that was pressed, which is what the resident said."""
    messages = [] if choice == "person" else await chat.whole(*opened(cookie))
    buttons = messages[-1].buttons if messages else []
    return next((button.title for button in buttons if button.choice == choice), say("chat_page.talk_to_someone"))


class EmptyMessage(BadRequest):
    """A message without any text was sent."""

    code = "empty_message"
    detail = say("chat_page.empty")
