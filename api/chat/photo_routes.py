"""Photos over HTTP: residents add them to their conversation."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from api.conversation.photos.photos import Photos
from api.conversation.photos.picture import MOST_BYTES, PhotoRefused
from api.conversation.resident_request import Address, ConversationId, Limited, Token
from api.conversation.wording import say
from api.kernel.errors import problems
from api.kernel.parts import part

BODY = MOST_BYTES + 64 * 1024  # with what a form puts around the file
PATHS = re.compile(r"/api/v1/conversations/[0-9a-fA-F-]{36}/photos|/chat/photo")  # where such bodies may go
router = APIRouter(prefix="/api/v1/conversations", tags=["Conversations"])


class PhotoAdded(BaseModel):
    """A photo that was kept. Send `photo:CODE` as the choice of the next message, when the bot asked for a photo."""

    code: str = Field(examples=["bcdfghjklmnpqrst"])


TakesPhotos = Annotated[Photos, part(Photos)]
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["photo"],
                    "properties": {"photo": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post(
    "/{conversation_id}/photos",
    status_code=201,
    responses=problems(404, 410, 413, 422, 429, 503),
    openapi_extra=FORM,
    summary="Add a photo",
)
async def add(
    request: Request,
    conversation_id: ConversationId,
    kept: TakesPhotos,
    limits: Limited,
    address: Address,
    token: Token,
) -> PhotoAdded:
    """Adds a JPEG, PNG, WebP or HEIC of at most 12 MB. It is drawn again, so that nothing of when and where it was
    taken is kept, and sealed; only the team that gets the report can see it."""
    await limits.message(address, conversation_id)
    await kept.admit(conversation_id, token)  # nobody else gets to send a file
    return PhotoAdded(code=await kept.add(conversation_id, token, await sent_photo(request)))


async def sent_photo(request: Request) -> bytes:
    """The file of the form's field `photo`. Raises PhotoRefused."""
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("photo")
        content = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    if not content:
        raise PhotoRefused(say("photos.none"))
    return content
