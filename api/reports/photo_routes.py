"""Photos over HTTP: residents add them to their conversation, caseworkers see them on their case."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.chat.routes import Address, ConversationId, Limited, Token
from api.kernel.errors import problems
from api.kernel.permissions import Member, Permission
from api.reports.photos import Photos
from api.reports.picture import MOST_BYTES, PhotoRefused
from api.reports.wording import say
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

BODY = MOST_BYTES + 64 * 1024  # with what a form puts around the file
PATHS = re.compile(r"/api/v1/conversations/[0-9a-fA-F-]{36}/photos|/chat/photo")  # where such bodies may go
router = APIRouter(prefix="/api/v1/conversations", tags=["Conversations"])
staff_router = APIRouter(prefix="/staff/cases", route_class=StaffRoute, include_in_schema=False)
Revealer = Annotated[Member, Depends(needs(Permission.REVEAL))]


class PhotoAdded(BaseModel):
    """A photo that was kept. Send `photo:CODE` as the choice of the next message, when the bot asked for a photo."""

    code: str = Field(examples=["bcdfghjklmnpqrst"])


def photos(request: Request) -> Photos:
    """The application's photos."""
    found: Photos = request.app.state.parts.reports.photos
    return found


TakesPhotos = Annotated[Photos, Depends(photos)]
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
    limits.message(address, conversation_id)
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


@staff_router.get("/{reference}/photos/{photo_id}")
async def see(reference: str, photo_id: UUID, kept: TakesPhotos, member: Revealer) -> Response:
    """One photo of a case; looking goes on record."""
    if not REFERENCE.fullmatch(reference):
        raise CaseNotFound()
    content = await kept.shown(member, reference, photo_id)
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "Content-Security-Policy": "default-src 'none'"}
    return Response(content, media_type="image/jpeg", headers=headers)
