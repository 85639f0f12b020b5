"""The outbox page: notices to residents, what became of each, and those that went wrong sent again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from api.db.tables.notice_kinds import NoticeState
from api.kernel.parts import part, parts_of
from api.kernel.permissions import Member, Permission
from api.outside.notices.outbox_view import NoticeDesk
from api.outside.notices.repository import NoticeFilter
from api.outside.payments.refunds import Refunds
from api.outside.wording import WORDING
from api.settings import Settings
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

PAGE = "/staff/outbox"

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Desk = Annotated[NoticeDesk, part(NoticeDesk)]


@router.get("")
async def outbox_page(
    request: Request,
    desk: Desk,
    member: Annotated[Member, Depends(needs(Permission.SEE_OUTBOX))],
    state: Annotated[str, Query(max_length=10)] = "",
    reference: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The notices, newest first."""
    known = state if state in tuple(NoticeState) else ""
    wanted = NoticeFilter(known, reference.strip().upper().replace("\x00", ""), page)
    lines, older, counts = await desk.listed(wanted)
    return pages.show(
        request,
        "staff/outbox.html",
        lines=lines,
        refunds=await parts_of(request)[Refunds].failed(),
        older=older,
        counts=counts,
        states=WORDING.labels("states", NoticeState),
        wanted=wanted,
        leaves=parts_of(request)[Settings].notices_by != "outbox",
        done=WORDING.banner(done),
    )


@router.post("/{notice_id}/again")
async def send_again(
    desk: Desk, member: Annotated[Member, Depends(needs(Permission.RESEND_NOTICES))], notice_id: UUID
) -> Response:
    """Queues a notice that went wrong once more."""
    await desk.resend(member, notice_id)
    return pages.go(f"{PAGE}?done=again")
