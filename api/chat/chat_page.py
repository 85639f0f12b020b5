"""What the pages of the chat without JavaScript are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.chat.ports import TakesRatings, WaitingResident
from api.chat.send_copy import CopyByEmail
from api.chat.service import ChatService
from api.conversation.photos.photos import Photos
from api.kernel.limits.limits import Limits
from api.kernel.parts import parts_of
from api.settings import Settings
from api.web.pages import Pages
from bot.council import Council


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The chat, what stands around it on a page, and what its forms lead to."""

    chat: ChatService
    pages: Pages
    settings: Settings
    limits: Limits
    council: Council
    photos: Photos
    copies: CopyByEmail
    waiting: WaitingResident
    ratings: TakesRatings


def chat_page(request: Request) -> ChatPage:
    """The chat page of the application that serves this request."""
    parts = parts_of(request)
    return ChatPage(
        chat=parts[ChatService],
        pages=parts[Pages],
        settings=parts[Settings],
        limits=parts[Limits],
        council=parts[Council],
        photos=parts[Photos],
        copies=parts[CopyByEmail],
        waiting=parts[WaitingResident],
        ratings=parts[TakesRatings],
    )


PageOf = Annotated[ChatPage, Depends(chat_page)]
