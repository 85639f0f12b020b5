"""Booking and reporting for a resident over HTTP: a question a page, a summary, the reference. No script is needed."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from api.casework.on_behalf.page import StaffFormPage
from api.casework.on_behalf.read import Typed
from api.casework.on_behalf.service import OnBehalf
from api.casework.pages.case_routes import Cases, Text, Tools, Worker, show_case
from api.conversation import hidden_words as hidden
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.staff_route import StaffRoute
from bot.forms.form_wording import pounds

LONGEST = 4000  # characters of one control
CONTROLS = 60  # of one question
FORMS = "/cases/{reference}/on-behalf"
router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


def on_behalf(tools: Tools) -> OnBehalf:
    """The application's forms for residents."""
    return tools.on_behalf


async def typed_in(request: Request) -> Typed:
    """What the form holds, by the name of the control."""
    form = await request.form(max_files=0, max_fields=CONTROLS)
    return {name: value[:LONGEST] for name, value in form.items() if isinstance(value, str)}


Forms = Annotated[OnBehalf, Depends(on_behalf)]
Controls = Annotated[Typed, Depends(typed_in)]
Name = Annotated[str, Form(max_length=60)]


@router.post(FORMS)
async def begin(
    request: Request, cases: Cases, forms: Forms, member: Worker, reference: str, service: Text = ""
) -> Response:
    """Begins a form, and leads to its first question."""
    try:
        form_id = await forms.begin(member, reference, service)
    except (FormProblem, Conflict) as problem:
        return await show_case(request, cases, member, reference, problem=problem)
    return pages.go(_path(reference, form_id))


@router.get(f"{FORMS}/{{form_id}}")
@router.get(f"{FORMS}/{{form_id}}/confirm")  # a browser that comes back to what could not be confirmed
async def page(request: Request, forms: Forms, member: Worker, reference: str, form_id: UUID) -> Response:
    """The open question, the summary, or what came of it."""
    return _show(request, reference, await forms.page(member, reference, form_id))


@router.post(f"{FORMS}/{{form_id}}")
async def answer(
    request: Request,
    forms: Forms,
    member: Worker,
    reference: str,
    form_id: UUID,
    typed: Controls,
    field: Name = "",
) -> Response:
    """Answers a question, and leads to the next; or says what would be right."""
    try:
        problem = await forms.answer(member, reference, form_id, field, typed)
    except FormProblem as refused:
        problem = refused.detail
    if not problem:
        return pages.go(_path(reference, form_id))
    shown = await forms.page(member, reference, form_id, problem)
    return _show(request, reference, shown, typed if shown.field and shown.field.name == field else None)


@router.post(f"{FORMS}/{{form_id}}/change")
async def change(forms: Forms, member: Worker, reference: str, form_id: UUID, field: Name = "") -> Response:
    """Asks a question of the form again."""
    await forms.change(member, reference, form_id, field)
    return pages.go(_path(reference, form_id))


@router.post(f"{FORMS}/{{form_id}}/confirm")
async def confirm(request: Request, forms: Forms, member: Worker, reference: str, form_id: UUID) -> Response:
    """Books or reports it; sent twice, it is done once."""
    problem = await forms.finish(member, reference, form_id)
    if problem:
        return _show(request, reference, await forms.page(member, reference, form_id, problem))
    return pages.go(_path(reference, form_id))


@router.post(f"{FORMS}/{{form_id}}/stop")
async def stop(forms: Forms, member: Worker, reference: str, form_id: UUID) -> Response:
    """Gives the form up; what was held for it is free again."""
    await forms.stop(member, reference, form_id)
    return pages.go(f"{pages.HOME}/{reference}?done=behalf-stopped")


def _path(reference: str, form_id: UUID) -> str:
    return f"{pages.HOME}/{reference}/on-behalf/{form_id}"


def _show(request: Request, reference: str, page: StaffFormPage, typed: Typed | None = None) -> Response:
    problem = FormProblem("value", page.problem) if page.problem else None
    return pages.show(
        request,
        "staff/on_behalf.html",
        HTTPStatus.CONFLICT if problem else HTTPStatus.OK,
        reference=reference,
        page=page,
        problem=problem,
        typed=defaultdict(str, typed or {}),
        path=_path(reference, page.id),
        in_words=hidden.in_words,
        chips=hidden.chips,
        pounds=pounds,
    )
