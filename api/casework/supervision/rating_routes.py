"""How a resident says how it went, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter

from api.casework.ports import ResidentsChat
from api.casework.supervision.ratings import Ratings
from api.conversation.resident_request import Address, ConversationId, Limited, Token
from api.conversation.schemas import Rated, Satisfaction
from api.kernel.errors import TooMany, problems
from api.kernel.parts import part

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["Conversations"])

Chat = Annotated[ResidentsChat, part(ResidentsChat)]


@router.post("/rating", responses=problems(404, 409, 413, 422, 429, 503), summary="Say how it went")
async def rate(
    conversation_id: ConversationId,
    said: Satisfaction,
    chat: Chat,
    ratings: Annotated[Ratings, part(Ratings)],
    limits: Limited,
    address: Address,
    token: Token,
) -> Rated:
    """Once the chat has ended or the enquiry is closed: 1 (very bad) to 5 (very good), and a comment if you like.

    Personal details in the comment are hidden. Sent again, the first one stands. A comment that tells of danger gets
    fixed help, whatever becomes of the rating.
    """
    help_now = (await asyncio.to_thread(chat.help_at_once, said.comment)).messages if said.comment.strip() else []
    try:
        await limits.message(address, conversation_id)
    except TooMany:
        if not help_now:
            raise
    rated = await ratings.rate(conversation_id, token, said, danger=bool(help_now))
    return rated.model_copy(update={"messages": help_now})
