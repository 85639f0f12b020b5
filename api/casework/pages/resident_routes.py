"""The resident's side of the desk over HTTP: what the widget calls while a person is coming or is there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api.casework.pages.resident_desk import ResidentDesk
from api.casework.ports import ResidentsChat
from api.conversation.resident_request import Address, ConversationId, Limited, Token
from api.conversation.schemas import Contact, Seen, Transcript
from api.kernel.errors import problems
from api.kernel.parts import part

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["Conversations"])

Chat = Annotated[ResidentsChat, part(ResidentsChat)]
LAST = 2**62


Desk = Annotated[ResidentDesk, part(ResidentDesk)]


@router.post("/carry-on", responses=problems(404, 409, 422, 503), summary="Carry on with the assistant")
async def carry_on(conversation_id: ConversationId, chat: Chat, desk: Desk, token: Token) -> Transcript:
    """Instead of waiting for a person, who then finds the enquiry later. Refused once a person has joined."""
    await desk.carry_on(conversation_id, token)
    return await chat.transcript(conversation_id, token, LAST)


@router.post("/contact", responses=problems(404, 409, 413, 422, 429, 503), summary="Leave contact details")
async def contact(
    conversation_id: ConversationId,
    contact: Contact,
    chat: Chat,
    desk: Desk,
    limits: Limited,
    address: Address,
    token: Token,
) -> Transcript:
    """For a call back or an e-mail about the enquiry under way. The details go into the vault; sending the same again
    changes nothing."""
    await limits.message(address, conversation_id)
    await desk.leave_contact(conversation_id, token, contact)
    return await chat.transcript(conversation_id, token, LAST)


@router.post("/typing", status_code=204, responses=problems(404, 422, 503), summary="Say that the resident types")
async def typing(conversation_id: ConversationId, desk: Desk, token: Token) -> None:
    """Shown for a few seconds to whoever talks to the resident, and kept nowhere."""
    await desk.typing(conversation_id, token)


@router.post("/read", status_code=204, responses=problems(404, 413, 422, 503), summary="Say what was read")
async def read(conversation_id: ConversationId, seen: Seen, desk: Desk, token: Token) -> None:
    """Messages up to this id were shown to the resident."""
    await desk.read(conversation_id, token, seen.id)
