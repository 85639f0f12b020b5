"""Canned texts for supervisors; corrected guesses for those who decide what the assistant knows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from api.casework.cases import case_words as words
from api.casework.cases.case_reader import CaseService
from api.casework.cases.service_guess import EXPORTED, nlu_rows, plain
from api.casework.pages.case_routes import Text, Tools
from api.casework.pages.case_tools import CaseTools
from api.casework.replies.canned_texts import FIELDS, CannedTextForm
from api.casework.wording import WORDING
from api.kernel.form_problems import FormProblem
from api.kernel.parts import parts_of
from api.kernel.permissions import Member, Permission
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done, RowId
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

PAGE = "/staff/canned-texts"
router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)
Supervisor = Annotated[Member, Depends(needs(Permission.OVERRULE))]
Trainer = Annotated[Member, Depends(needs(Permission.PUBLISH_PAGES))]


def written(
    team: Text = "", name: Text = "", text: Text = "", tag: Text = "", close_reason: Text = ""
) -> CannedTextForm:
    """A canned text as it was typed."""
    return CannedTextForm(team, name, text, tag, close_reason)


Written = Annotated[CannedTextForm, Depends(written)]


@router.get("/canned-texts")
async def listing(request: Request, tools: Tools, member: Supervisor, edit: int = 0, done: Done = "") -> Response:
    """Every canned text, and a form for a new one or the one to `edit`."""
    return await _show(request, tools, member, edit, done=WORDING.banner(done))


@router.post("/canned-texts")
async def add(
    request: Request,
    tools: Tools,
    member: Supervisor,
    typed: Written,
) -> Response:
    """Adds a canned text to a team's texts."""
    return await _save(request, tools, member, typed, None)


@router.post("/canned-texts/{text_id}")
async def change(
    request: Request,
    tools: Tools,
    member: Supervisor,
    text_id: RowId,
    typed: Written,
) -> Response:
    """Changes a canned text."""
    return await _save(request, tools, member, typed, text_id)


@router.post("/canned-texts/{text_id}/remove")
async def remove(tools: Tools, member: Supervisor, text_id: RowId) -> Response:
    """Removes a canned text."""
    await tools.texts.remove(member, text_id)
    return pages.go(f"{PAGE}?done=removed")


@router.get("/corrections")
async def corrections(request: Request, tools: Tools, member: Trainer) -> Response:
    """What caseworkers corrected: suggestions for training."""
    found = await tools.guesses.corrections(member)
    return pages.show(request, "staff/corrections.html", found=found, service=tools.guesses.name, plain=plain)


@router.get("/corrections/nlu.yml")
async def export(tools: Tools, member: Trainer) -> Response:
    """The corrected guesses as lines of NLU training data."""
    text = nlu_rows(await tools.guesses.corrections(member, EXPORTED))
    headers = {"Content-Disposition": 'attachment; filename="corrections-nlu.yml"'}
    return PlainTextResponse(text, media_type="application/yaml", headers=headers)


async def _save(
    request: Request, tools: CaseTools, member: Member, typed: CannedTextForm, text_id: int | None
) -> Response:
    try:
        await tools.texts.save(member, typed, text_id)
    except FormProblem as problem:
        return await _show(request, tools, member, text_id or 0, problem=problem, typed=typed)
    return pages.go(f"{PAGE}?done=saved")


async def _show(
    request: Request,
    tools: CaseTools,
    member: Member,
    edit: int,
    *,
    done: str | None = None,
    problem: FormProblem | None = None,
    typed: CannedTextForm | None = None,
) -> Response:
    texts = await tools.texts.listing(member)
    row = next((each for each in texts if each.id == edit), None)
    if typed is None and row is not None:
        typed = CannedTextForm(row.team or "", row.name, row.text, row.tag or "", row.close_reason or "")
    return pages.show(
        request,
        "staff/canned_texts.html",
        problem.status if problem else 200,
        texts=texts,
        edit=row.id if row else 0,
        typed=typed or CannedTextForm(),
        teams=parts_of(request)[CaseService].teams(),
        fields=FIELDS,
        close_reasons=words.CLOSE_REASONS,
        done=done,
        problem=problem,
    )
