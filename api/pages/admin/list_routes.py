"""The list of pages, and what is done with several at once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Permission
from api.pages.admin import admin_words as words
from api.pages.admin.access import FORM_BYTES, PAGES, Knowledge, Reader, Writer, today
from api.pages.admin.bulk import VERBS, BulkSelection, apply_to_pages
from api.pages.admin.preview import wrongs_in
from api.pages.admin.views import PageViews, service_names
from api.pages.editing.page_problems import NotNow
from api.pages.editing.repository import PAGE_SIZE, SORTS, PageFilter
from api.pages.wording import WORDING
from api.web import staff_pages as pages
from api.web.route_values import Done
from api.web.staff_route import StaffRoute

router = APIRouter(prefix=PAGES, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)

Short = Annotated[str, Query(max_length=80)]
Marks = Annotated[list[str] | None, Form(max_length=PAGE_SIZE)]
Verb = Annotated[str, Form(max_length=20)]


@router.get("")
async def listing(
    request: Request,
    knowledge: Knowledge,
    member: Reader,
    service: Short = "",
    team: Short = "",
    status: Annotated[str, Query(max_length=10)] = "",
    overdue: Annotated[str, Query(max_length=3)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Annotated[str, Query(max_length=10)] = "id",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    done: Done = "",
) -> Response:
    """The pages that fit the filters."""
    shown = {"service": service, "team": team, "status": status, "overdue": overdue, "q": q.strip(), "sort": sort}
    plain = {name: text.replace("\x00", "") for name, text in shown.items()}
    waiting = status == "in_review"
    wanted = PageFilter(
        status="" if waiting else plain["status"],
        service=plain["service"],
        words=plain["q"],
        waiting=waiting,
        page=page,
        team=plain["team"],
        overdue_on=today() if overdue else None,
        sort=sort if sort in SORTS else "id",
    )
    found, views = await knowledge.listing(member, wanted), PageViews(knowledge, today())
    return pages.show(
        request,
        "staff/pages/list.html",
        lines=[views.line(each) for each in found.pages],
        counts=found.counts,
        more=found.more,
        page=page,
        wanted=plain,
        overdue=knowledge.live.edition.overdue(today()),
        services=service_names(knowledge),
        teams={each.slug: each.name for each in knowledge.pack.teams},
        statuses=words.STATUSES,
        states=words.STATES,
        sorts=words.SORTS,
        verbs={name: verb for name, verb in VERBS.items() if member.may(verb.permission)},
        may_edit=member.may(Permission.EDIT_PAGES),
        done=WORDING.banner(done),
    )


@router.post("/bulk")
async def confirm(
    request: Request, knowledge: Knowledge, member: Writer, do: Verb = "", chosen: Marks = None
) -> Response:
    """Asks before several pages are changed."""
    return await _confirm(request, knowledge, member, BulkSelection.of(do, chosen or ()))


@router.post("/bulk/do")
async def bulk(
    request: Request,
    knowledge: Knowledge,
    member: Writer,
    do: Verb = "",
    chosen: Marks = None,
    redirect_to: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Changes several pages, and says which could not be."""
    choice = BulkSelection.of(do, chosen or ())
    try:
        outcome = await apply_to_pages(knowledge, member, choice, redirect_to or None, today())
    except (FormProblem, NotNow) as problem:
        return await _confirm(request, knowledge, member, choice, problem, redirect_to)
    if outcome.done and not outcome.refused:
        return pages.go(f"{PAGES}?done=bulk")
    return pages.show(request, "staff/pages/bulk_done.html", verb=choice.verb, chosen=choice.versions, outcome=outcome)


async def _confirm(
    request: Request,
    knowledge: Knowledge,
    member: Writer,
    choice: BulkSelection,
    problem: FormProblem | NotNow | None = None,
    redirect_to: str = "",
) -> Response:
    found = await knowledge.listing(member, PageFilter(ids=frozenset(choice.versions)))
    views = PageViews(knowledge, today())
    return pages.show(
        request,
        "staff/pages/bulk.html",
        problem.status if problem else HTTPStatus.OK,
        lines=[views.line(each) for each in found.pages],
        choice=choice,
        verb=choice.verb,
        statuses=words.STATUSES,
        targets=sorted(set(knowledge.live.edition.pages) - set(choice.versions)),
        redirect_to=redirect_to,
        problem=problem,
        wrongs=wrongs_in(problem) if problem else (),
    )
