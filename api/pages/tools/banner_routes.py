"""The emergency banner: words at the top of every page that residents read, between two moments."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from api.db.base import now
from api.kernel.errors import ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.kernel.times import LONDON, moment
from api.pages.admin.access import Knowledge, Publisher, Reader
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.tools.knowledge_tools import PREFIX, Text
from api.pages.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done, RowId
from api.web.staff_route import StaffRoute

PAGE = f"{PREFIX}/banners"

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


@router.get("")
async def banners_page(request: Request, knowledge: Knowledge, member: Reader, done: Done = "") -> Response:
    """The form, and the banners that are on or still to come."""
    return await _show(request, knowledge, member, done=WORDING.section("done_banners").get(done))


@router.post("")
async def show_banner(
    request: Request,
    knowledge: Knowledge,
    member: Publisher,
    text: Text = "",
    link: Text = "",
    starts_at: Text = "",
    ends_at: Text = "",
) -> Response:
    """Shows a new banner between two moments."""
    try:
        begins, ends = _moment("starts_at", starts_at), _moment("ends_at", ends_at)
        await knowledge.banners.show(member, text, link.strip() or None, begins, ends)
    except FormProblem as problem:
        typed = {"text": text, "link": link, "starts_at": starts_at, "ends_at": ends_at}
        return await _show(request, knowledge, member, problem=problem, **typed)
    return pages.go(f"{PAGE}?done=shown")


@router.post("/{banner_id}/end")
async def end_banner(knowledge: Knowledge, member: Publisher, banner_id: RowId) -> Response:
    """Takes a banner down at once."""
    await knowledge.banners.end(member, banner_id)
    return pages.go(f"{PAGE}?done=ended")


def _moment(field: str, typed: str) -> datetime | None:
    """A date and time in the United Kingdom, or None where nothing was typed. Raises FormProblem."""
    if not typed.strip():
        return None
    try:
        local = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise FormProblem(field, say("banners.date_and_time")) from None
    return local if local.tzinfo else local.replace(tzinfo=LONDON)


async def _show(
    request: Request,
    knowledge: KnowledgeBase,
    member: Member,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
    **typed: str,
) -> Response:
    at = now()
    banners = [
        (row, moment(row.starts_at), moment(row.ends_at) if row.ends_at else "", row.starts_at <= at)
        for row in await knowledge.banners.listing(member)
    ]
    return pages.show(
        request,
        "staff/knowledge/banners.html",
        problem.status if problem else HTTPStatus.OK,
        banners=banners,
        typed={"text": "", "link": "", "starts_at": "", "ends_at": "", **typed},
        problem=problem,
        done=done,
    )
