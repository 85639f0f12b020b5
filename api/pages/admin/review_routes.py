"""The steps of a page: to review and back, to residents and away from them."""

from __future__ import annotations

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from api.kernel.errors import Conflict, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.pages.admin import admin_words as words
from api.pages.admin.access import FORM_BYTES, PAGES, Knowledge, Publisher, Reader, Version, Writer, today
from api.pages.admin.diff import changes
from api.pages.admin.page_routes import show_page
from api.pages.admin.preview import preview, wrongs_in
from api.pages.admin.views import PageViews, version_line
from api.pages.editing.page_problems import NotNow, Unpublishable
from api.pages.editing.sources import draft_from
from api.pages.publication.workflow import PageStatus, VersionState
from api.pages.wording import say
from api.web import staff_pages as pages
from api.web.staff_route import StaffRoute

router = APIRouter(prefix=PAGES, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)

Target = Annotated[str, Form(max_length=80)]
REFUSED = (FormProblem, Conflict, Unpublishable)


@router.post("/{page_id}/submit")
async def submit(request: Request, knowledge: Knowledge, member: Writer, page_id: str, number: Version = 0) -> Response:
    """Sends a draft for review."""
    doing = knowledge.editing.submit(member, page_id, number)
    return await _after(request, knowledge, member, page_id, "submitted", doing)


@router.post("/{page_id}/withdraw")
async def withdraw(
    request: Request, knowledge: Knowledge, member: Writer, page_id: str, number: Version = 0
) -> Response:
    """Takes a version back from review."""
    doing = knowledge.editing.withdraw(member, page_id, number)
    return await _after(request, knowledge, member, page_id, "withdrawn", doing)


@router.get("/{page_id}/review")
async def review(request: Request, knowledge: Knowledge, member: Reader, page_id: str) -> Response:
    """What waits for review, beside what residents read now."""
    return await _review(request, knowledge, member, page_id)


@router.post("/{page_id}/publish")
async def publish(
    request: Request, knowledge: Knowledge, member: Publisher, page_id: str, number: Version = 0
) -> Response:
    """Approves a version: residents read it from now on."""
    try:
        await knowledge.publishing.publish(member, page_id, number)
    except REFUSED as problem:
        return await _review(request, knowledge, member, page_id, problem)
    return pages.go(f"{PAGES}/{page_id}?done=published")


@router.post("/{page_id}/reject")
async def reject(
    request: Request,
    knowledge: Knowledge,
    member: Publisher,
    page_id: str,
    number: Version = 0,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Sends a version back to its writer."""
    try:
        await knowledge.editing.reject(member, page_id, number, reason)
    except REFUSED as problem:
        return await _review(request, knowledge, member, page_id, problem, reason)
    return pages.go(f"{PAGES}/{page_id}?done=rejected")


@router.get("/{page_id}/retire")
async def retire_page(request: Request, knowledge: Knowledge, member: Publisher, page_id: str) -> Response:
    """Asks before a page is taken away, and where its address leads."""
    return await _retire(request, knowledge, member, page_id)


@router.post("/{page_id}/retire")
async def retire(
    request: Request, knowledge: Knowledge, member: Publisher, page_id: str, redirect_to: Target = ""
) -> Response:
    """Retires a page."""
    try:
        await knowledge.publishing.retire(member, page_id, redirect_to.replace("\x00", "") or None)
    except REFUSED as problem:
        return await _retire(request, knowledge, member, page_id, problem, redirect_to)
    return pages.go(f"{PAGES}/{page_id}?done=retired")


@router.post("/{page_id}/restore")
async def restore(request: Request, knowledge: Knowledge, member: Writer, page_id: str) -> Response:
    """Sends the words that residents read last for review."""
    history = await knowledge.history(member, page_id)
    if history.page.status != PageStatus.RETIRED:
        return await _refuse(request, knowledge, member, page_id, NotNow(say("review.not_retired")))
    last = next((each for each in history.versions if each.published_at is not None), history.versions[0])
    doing = knowledge.editing.roll_back(member, page_id, last.number)
    return await _after(request, knowledge, member, page_id, "restored", doing)


@router.post("/{page_id}/roll-back")
async def roll_back(
    request: Request, knowledge: Knowledge, member: Writer, page_id: str, number: Version = 0
) -> Response:
    """Sends the words of an old version for review."""
    doing = knowledge.editing.roll_back(member, page_id, number)
    return await _after(request, knowledge, member, page_id, "rolled-back", doing)


async def _after(
    request: Request, knowledge: Knowledge, member: Member, page_id: str, done: str, doing: Awaitable[object]
) -> Response:
    """Does it and leads on, or shows the page again with what was wrong."""
    try:
        await doing
    except REFUSED as problem:
        return await _refuse(request, knowledge, member, page_id, problem)
    return pages.go(f"{PAGES}/{page_id}?done={done}")


async def _refuse(
    request: Request, knowledge: Knowledge, member: Member, page_id: str, problem: ReeveError
) -> Response:
    return await show_page(request, knowledge, member, page_id, problem=problem)


async def _review(
    request: Request,
    knowledge: Knowledge,
    member: Member,
    page_id: str,
    problem: ReeveError | None = None,
    reason: str = "",
) -> Response:
    history = await knowledge.history(member, page_id)
    newest, live = history.versions[0], history.page.published_version
    if newest.state != VersionState.IN_REVIEW:
        nothing = problem or NotNow(say("review.nothing_waits"))
        return await _refuse(request, knowledge, member, page_id, nothing)
    views, published = PageViews(knowledge, today()), next((v for v in history.versions if v.number == live), None)
    old = views.fields(draft_from(published)) if published else {}
    return pages.show(
        request,
        "staff/pages/review.html",
        problem.status if problem else HTTPStatus.OK,
        page=views.page(history, member),
        version=version_line(newest),
        preview=preview(knowledge, page_id, draft_from(newest)),
        differences=changes(old, views.fields(draft_from(newest))),
        labels=words.FIELDS,
        obstacle=knowledge.publishing.obstacle(member, history.versions, newest.number),
        reason=reason,
        problem=problem,
        wrongs=wrongs_in(problem) if problem else (),
    )


async def _retire(
    request: Request,
    knowledge: Knowledge,
    member: Member,
    page_id: str,
    problem: ReeveError | None = None,
    redirect_to: str = "",
) -> Response:
    history = await knowledge.history(member, page_id)
    titles = {each.id: each.title for each in knowledge.live.edition.pages.values() if each.id != page_id}
    return pages.show(
        request,
        "staff/pages/retire.html",
        problem.status if problem else HTTPStatus.OK,
        page=PageViews(knowledge, today()).page(history, member),
        targets=dict(sorted(titles.items(), key=lambda pair: pair[1].lower())),
        redirect_to=redirect_to,
        problem=problem,
        wrongs=wrongs_in(problem) if problem else (),
    )
