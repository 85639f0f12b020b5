"""Files on a case over HTTP: added by a caseworker, opened by staff on record, or by a resident with their link."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.datastructures import UploadFile

from api.casework.attachments.attachment_queries import RESIDENTS
from api.casework.attachments.service import Attachments, ShownFile
from api.casework.pages.case_routes import OnCase, Revealer, Tools
from api.conversation.photos.picture import MOST_BYTES
from api.kernel.parts import parts_of
from api.web.staff_route import StaffRoute

BODY = MOST_BYTES + 256 * 1024  # with what a form puts around the file
PATHS = re.compile(r"/staff/cases/[A-Z0-9-]{1,20}/attach")  # where such bodies may go
PRIVATE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
router = APIRouter(prefix="/staff/cases", route_class=StaffRoute, include_in_schema=False, max_body_size=BODY)
residents_router = APIRouter(prefix=RESIDENTS, include_in_schema=False)
Code = Annotated[str, Path(max_length=64)]


def attachments(tools: Tools) -> Attachments:
    """The application's files on cases."""
    return tools.attachments


Files = Annotated[Attachments, Depends(attachments)]


@router.post("/{reference}/attach")
async def attach(request: Request, on_case: OnCase, files: Files) -> Response:
    """Adds a file. The form is read after it is known who sends it."""
    form = await request.form()
    file, told = form.get("attachment"), {name: str(form.get(name, "")) for name in ("to", "text", "key")}
    content = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    to: Literal["note", "reply"] = "reply" if told["to"] == "reply" else "note"
    adding = files.add(on_case.member, on_case.reference, content, to, told["text"], told["key"][:80] or None)
    done = "attached" if to == "note" else "attached-sent"
    return await on_case.done(done, adding, attachment_text=told["text"])


@router.get("/{reference}/attachments/{code}")
async def see(files: Files, member: Revealer, reference: str, code: Code) -> Response:
    """One file of a case; looking goes on record."""
    return _file(await files.for_staff(member, reference, code))


@residents_router.get("/{code}")
async def open_link(request: Request, code: Code) -> Response:
    """One file that was sent to a resident, for whoever has its link."""
    files: Attachments = parts_of(request)[Attachments]
    return _file(await files.for_resident(code))


def _file(shown: ShownFile) -> Response:
    """A photo to look at, a PDF to take away: a browser never opens one as a page of ours."""
    if shown.kind == "pdf":
        headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="document.pdf"'}
        return Response(shown.content, media_type="application/pdf", headers=headers)
    headers = {**PRIVATE, "Content-Disposition": 'inline; filename="photo.jpg"'}
    return Response(shown.content, media_type="image/jpeg", headers=headers)
