"""The audit trail for those who check: searched on a page, and taken away as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.db.base import now
from api.db.tables.staff import AuditEvent
from api.kernel.audit import Action, AuditLine
from api.kernel.audit_export import CSV_HEAD, as_csv, as_json
from api.kernel.audit_reading import AUDIT_PAGE, AuditFilter
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.kernel.times import LONDON, day
from api.staff.audit.audit_trail import AuditTrail
from api.staff.wording import say
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

BATCH = 1000

router = APIRouter(prefix="/staff/audit", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Trail = Annotated[AuditTrail, part(AuditTrail)]
Auditor = Annotated[Member, Depends(needs(Permission.READ_AUDIT))]


@router.get("")
async def audit_page(
    request: Request,
    trail: Trail,
    member: Auditor,
    who: Annotated[str, Query(max_length=80)] = "",
    action: Annotated[str, Query(max_length=60)] = "",
    about: Annotated[str, Query(max_length=120)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
    before: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
) -> Response:
    """The audit trail, newest first."""
    typed = {"who": _clean(who), "action": _clean(action), "about": _clean(about), "since": since, "until": until}
    problem = None
    try:
        wanted = _filter(typed, before)
        events = await trail.events(wanted)
    except FormProblem as wrong:
        problem, events = wrong, []
    return pages.show(
        request,
        "staff/audit.html",
        problem.status if problem else 200,
        events=[AuditLine.of(event) for event in events[:AUDIT_PAGE]],
        older=events[AUDIT_PAGE - 1].id if len(events) > AUDIT_PAGE else None,
        typed=typed,
        actions=tuple(Action),
        problem=problem,
    )


@router.post("/export")
async def export(
    trail: Trail,
    member: Auditor,
    who: Annotated[str, Form(max_length=80)] = "",
    action: Annotated[str, Form(max_length=60)] = "",
    about: Annotated[str, Form(max_length=120)] = "",
    since: Annotated[str, Form(max_length=10)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
    form: Annotated[Literal["csv", "json"], Form()] = "csv",
) -> Response:
    """Everything that fits, newest first, as a file. That it was taken goes on record first."""
    typed = {"who": _clean(who), "action": _clean(action), "about": _clean(about), "since": since, "until": until}
    wanted = _filter(typed, None)
    await trail.record_export(member, form, {name: value for name, value in typed.items() if value})
    name = f"audit-{day(now()):%Y-%m-%d}.{form}"
    kinds = {"csv": ("text/csv", CSV_HEAD, as_csv), "json": ("application/x-ndjson", "", as_json)}
    media, head, line = kinds[form]
    return StreamingResponse(
        _lines(trail, wanted, head, line),
        media_type=f"{media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _lines(
    trail: AuditTrail, wanted: AuditFilter, head: str, line: Callable[[AuditEvent], str]
) -> AsyncIterator[str]:
    """The file, some events at a time, each time in a transaction of its own."""
    yield head
    while events := await trail.events(wanted, BATCH):
        yield "".join(map(line, events))
        wanted = replace(wanted, before=events[-1].id)


def _filter(typed: dict[str, str], before: int | None) -> AuditFilter:
    """The audit filter of what was typed; days are UK days, both included. Raises FormProblem."""
    since, until = _day(typed["since"], "since"), _day(typed["until"], "until")
    start = datetime.combine(since, time(), LONDON) if since else None
    end = datetime.combine(until + timedelta(days=1), time(), LONDON) if until else None
    return AuditFilter(typed["who"], typed["action"], typed["about"], before, start, end)


def _day(typed: str, field: str) -> date | None:
    try:
        found = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise FormProblem(field, say("audit.date")) from None
    if found and not 2000 <= found.year < 3000:
        raise FormProblem(field, say("audit.year"))
    return found


def _clean(text: str) -> str:
    """PostgreSQL takes every character but this one."""
    return text.replace("\x00", "").strip()
