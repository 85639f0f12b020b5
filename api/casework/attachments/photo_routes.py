"""A resident's photo of a case over HTTP, for caseworkers; looking goes on record."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from api.casework.attachments.residents_photos import ResidentsPhotos
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

router = APIRouter(prefix="/staff/cases", route_class=StaffRoute, include_in_schema=False)
Revealer = Annotated[Member, Depends(needs(Permission.REVEAL))]
Shows = Annotated[ResidentsPhotos, part(ResidentsPhotos)]


@router.get("/{reference}/photos/{photo_id}")
async def see(reference: str, photo_id: UUID, photos: Shows, member: Revealer) -> Response:
    """One photo of a case; looking goes on record."""
    if not REFERENCE.fullmatch(reference):
        raise CaseNotFound()
    content = await photos.shown(member, reference, photo_id)
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "Content-Security-Policy": "default-src 'none'"}
    return Response(content, media_type="image/jpeg", headers=headers)
