"""Supervision's HTTP: wallboard, reports, reviews of ratings, listening in, and passing many cases on."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.casework.pages.case_routes import Cases
from api.casework.pages.desk_routes import Note, Overseer, Works
from api.casework.supervision.build import Supervision
from api.casework.supervision.quality_tags import TAGS
from api.casework.supervision.report_queries import ReportPeriod
from api.casework.supervision.reports import KINDS, period
from api.casework.wording import WORDING
from api.db.base import now
from api.kernel import audit
from api.kernel.errors import Conflict, NotFound, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.kernel.times import day
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done, RowId
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)
Number = Annotated[int, Query(ge=1, le=1000)]
Short = Annotated[str, Form(max_length=80)]
Day = Annotated[str, Query(max_length=10)]
Chosen = Annotated[list[str] | None, Form()]


Oversight = Annotated[Supervision, part(Supervision)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_REPORTS))]


@router.get("/wallboard")
async def wallboard(request: Request, oversight: Oversight, desk: Works, member: Reader) -> Response:
    """The wallboard: how the desk stands now."""
    async with oversight.database.transaction() as session:
        wall = await oversight.wallboards.read(session, desk.clock())
        live = await oversight.listening.live(session) if member.may(Permission.OVERRULE) else ()
    return pages.show(request, "staff/wallboard.html", wall=wall, live=live)


@router.get("/reports")
async def reports(
    request: Request,
    oversight: Oversight,
    member: Reader,
    first: Annotated[Day, Query(alias="from")] = "",
    last: Annotated[Day, Query(alias="to")] = "",
) -> Response:
    """Every report over a period."""
    over, problem = _period(first, last)
    async with oversight.database.transaction() as session:
        found = await oversight.reports.every(session, over)
    status = problem.status if problem else 200
    return pages.show(
        request, "staff/reports.html", status, reports=found, over=over, problem=problem, first=first, last=last
    )


@router.get("/reports/{kind}.csv")
async def report_file(
    oversight: Oversight,
    member: Reader,
    kind: str,
    first: Annotated[Day, Query(alias="from")] = "",
    last: Annotated[Day, Query(alias="to")] = "",
) -> Response:
    """One report as a file; that it was taken goes on record."""
    over, problem = _period(first, last)
    if kind not in KINDS:
        raise NotFound()
    if problem is not None:
        raise problem
    async with oversight.database.transaction() as session:
        report = await oversight.reports.one(session, over, kind)
        details: dict[str, audit.Detail] = {"from": over.first.isoformat(), "to": over.last.isoformat()}
        audit.record(session, member.username, audit.Action.REPORT_EXPORTED, f"report {kind}", details, member.address)
    name = f"{kind}-{over.first.isoformat()}-{over.last.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(report.csv, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/reviews")
async def reviews(
    request: Request,
    oversight: Oversight,
    member: Reader,
    state: Annotated[str, Query(max_length=10)] = "",
    page: Number = 1,
    done: Done = "",
) -> Response:
    """Ratings to look at, or those that were."""
    reviewed = state == "done"
    lines, more = await oversight.reviews.listing(member, done=reviewed, page=page)
    return pages.show(
        request,
        "staff/reviews.html",
        lines=lines,
        more=more,
        page=page,
        reviewed=reviewed,
        done=WORDING.section("done_supervision").get(done),
    )


@router.get("/reviews/{review_id}")
async def review(request: Request, oversight: Oversight, member: Reader, review_id: RowId) -> Response:
    """One rating with its conversation."""
    return await _review(request, oversight, member, review_id)


@router.post("/reviews/{review_id}")
async def mark_reviewed(
    request: Request, oversight: Oversight, member: Overseer, review_id: RowId, note: Note = "", tags: Chosen = None
) -> Response:
    """Marks a low rating as reviewed."""
    try:
        await oversight.reviews.mark(member, review_id, note, tags or [])
    except (FormProblem, Conflict) as problem:
        return await _review(request, oversight, member, review_id, problem=problem, note=note)
    return pages.go("/staff/reviews?done=reviewed")


@router.get("/listen/{reference}")
async def hear(request: Request, oversight: Oversight, member: Overseer, reference: str, done: Done = "") -> Response:
    """A live conversation, for a supervisor to read."""
    return await _hear(request, oversight, member, reference, done=WORDING.section("done_supervision").get(done))


@router.post("/listen/{reference}")
async def listen(oversight: Oversight, member: Overseer, reference: str) -> Response:
    """Begins to listen in to a conversation; that goes on record."""
    await oversight.listening.listen(member, reference)
    return pages.go(f"/staff/listen/{reference}?done=listening")


@router.post("/listen/{reference}/whisper")
async def whisper(
    request: Request, oversight: Oversight, member: Overseer, reference: str, whisper: Note = "", key: Short = ""
) -> Response:
    """Sends a note to the caseworker that the resident does not see."""
    try:
        await oversight.listening.whisper(member, reference, whisper, key or None)
    except (FormProblem, Conflict) as problem:
        return await _hear(request, oversight, member, reference, problem=problem, typed=whisper)
    return pages.go(f"/staff/listen/{reference}?done=whispered")


@router.post("/listen/{reference}/quality")
async def tag_quality(oversight: Oversight, member: Overseer, reference: str, tags: Chosen = None) -> Response:
    """Puts quality tags on a case."""
    await oversight.quality.tag(member, reference, tags or [])
    return pages.go(f"/staff/listen/{reference}?done=tagged")


@router.get("/pass-on")
async def choose(request: Request, oversight: Oversight, cases: Cases, desk: Works, member: Overseer) -> Response:
    """The form that passes many on, empty: cases are chosen on the queue's page."""
    return await _bulk(request, cases, desk, member, [])


@router.post("/pass-on")
async def pass_on(
    request: Request,
    oversight: Oversight,
    cases: Cases,
    desk: Works,
    member: Overseer,
    references: Chosen = None,
    to: Short = "",
    note: Note = "",
    chosen: Annotated[bool, Form()] = False,
) -> Response:
    """First asks where to, then passes on, and says what went and what did not."""
    known = [each[:20] for each in references or []]
    if not chosen:
        return await _bulk(request, cases, desk, member, known)
    try:
        passed = await oversight.bulk.pass_on(member, known, to, note)
    except FormProblem as problem:
        return await _bulk(request, cases, desk, member, known, problem=problem, to=to, note=note)
    return pages.show(request, "staff/pass_on.html", passed=passed, references=(), problem=None)


def _period(first: str, last: str) -> tuple[ReportPeriod, FormProblem | None]:
    today = day(now())
    try:
        return period(first, last, today), None
    except ValueError as error:
        return period("", "", today), FormProblem("from", str(error))


async def _review(
    request: Request,
    oversight: Supervision,
    member: Member,
    review_id: int,
    *,
    problem: ReeveError | None = None,
    note: str = "",
) -> Response:
    shown = await oversight.reviews.show(member, review_id)
    status = problem.status if problem else 200
    return pages.show(request, "staff/review.html", status, review=shown, all_tags=TAGS, problem=problem, note=note)


async def _hear(
    request: Request,
    oversight: Supervision,
    member: Member,
    reference: str,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
    typed: str = "",
) -> Response:
    return pages.show(
        request,
        "staff/listen.html",
        problem.status if problem else 200,
        view=await oversight.listening.view(member, reference),
        all_tags=TAGS,
        form_key=secrets.token_urlsafe(16),
        problem=problem,
        done=done,
        typed=typed,
    )


async def _bulk(
    request: Request,
    cases: Cases,
    desk: Works,
    member: Member,
    references: list[str],
    *,
    problem: FormProblem | None = None,
    to: str = "",
    note: str = "",
) -> Response:
    people = [each for each in await desk.presence.everybody(member) if each.available and each.there]
    return pages.show(
        request,
        "staff/pass_on.html",
        problem.status if problem else 200,
        passed=None,
        references=references,
        teams=cases.teams(),
        people=people,
        problem=problem,
        to=to,
        note=note,
    )
