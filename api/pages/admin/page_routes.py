"""A page's own page, its versions, and what differs between two of them."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from api.db.tables.pages import KbVersion
from api.kernel.audit import AuditLine
from api.kernel.errors import ReeveError
from api.pages.admin import admin_words as words
from api.pages.admin.access import FORM_BYTES, PAGES, Knowledge, Number, Reader, today
from api.pages.admin.diff import changes
from api.pages.admin.preview import preview, wrongs_in
from api.pages.admin.views import PageViews, version_line
from api.pages.editing.knowledge_base import PageHistory
from api.pages.editing.page_problems import PageNotFound
from api.pages.editing.sources import draft_from
from api.pages.publication.workflow import OPEN
from api.pages.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.route_values import Done
from api.web.staff_route import StaffRoute

router = APIRouter(prefix=PAGES, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


@router.get("/{page_id}")
async def page(request: Request, knowledge: Knowledge, member: Reader, page_id: str, done: Done = "") -> Response:
    """Where a page stands, what can be done with it, its versions and its history."""
    return await show_page(request, knowledge, member, page_id, done=WORDING.banner(done))


@router.get("/{page_id}/versions/{number}")
async def version(request: Request, knowledge: Knowledge, member: Reader, page_id: str, number: int) -> Response:
    """One version as residents would read it."""
    history = await knowledge.history(member, page_id)
    found = _version(history, number)
    return pages.show(
        request,
        "staff/pages/version.html",
        page=PageViews(knowledge, today()).page(history, member),
        version=version_line(found),
        preview=preview(knowledge, page_id, draft_from(found)),
    )


@router.get("/{page_id}/compare")
async def compare(
    request: Request, knowledge: Knowledge, member: Reader, page_id: str, old: Number = 1, new: Number = 1
) -> Response:
    """The differences between two versions of a page."""
    history = await knowledge.history(member, page_id)
    before, after = _version(history, old), _version(history, new)
    views = PageViews(knowledge, today())
    return pages.show(
        request,
        "staff/pages/compare.html",
        page=views.page(history, member),
        old=version_line(before),
        new=version_line(after),
        differences=changes(views.fields(draft_from(before)), views.fields(draft_from(after))),
        labels=words.FIELDS,
    )


async def show_page(
    request: Request,
    knowledge: Knowledge,
    member: Reader,
    page_id: str,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
) -> Response:
    """A page's own page, with what was just done or what went wrong."""
    history = await knowledge.history(member, page_id)
    newest = history.versions[0]
    reads = preview(knowledge, page_id, draft_from(newest)) if newest.state in OPEN else None
    return pages.show(
        request,
        "staff/pages/page.html",
        problem.status if problem else HTTPStatus.OK,
        page=PageViews(knowledge, today()).page(history, member),
        faults=reads.wrongs if reads else (),
        events=[AuditLine.of(event) for event in await knowledge.on_record(member, page_id)],
        statuses=words.STATUSES,
        problem=problem,
        wrongs=wrongs_in(problem) if problem else (),
        done=done,
    )


def _version(history: PageHistory, number: int) -> KbVersion:
    found = next((each for each in history.versions if each.number == number), None)
    if found is None:
        raise PageNotFound(say("page.no_version"))
    return found
