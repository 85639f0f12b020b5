"""The search tester: a question to what is found, and corrections."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.kernel.errors import NotFound, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member
from api.pages.admin.access import Knowledge, Publisher, Reader
from api.pages.editing.knowledge_base import KnowledgeBase
from api.pages.tools.knowledge_tools import PREFIX, Text
from api.pages.tools.try_search import SearchTrial, SearchTrialResult
from api.pages.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done, RowId
from api.web.staff_route import StaffRoute

PAGE = f"{PREFIX}/search"

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


@router.get("")
async def search_page(request: Request, knowledge: Knowledge, member: Reader, done: Done = "") -> Response:
    """The form, and the corrections in force."""
    return await _show(request, knowledge, member, done=WORDING.section("done_search").get(done))


@router.post("")
async def try_search(
    request: Request,
    knowledge: Knowledge,
    member: Reader,
    trial: Annotated[SearchTrial, part(SearchTrial)],
    q: Text = "",
) -> Response:
    """What becomes of a question. It is posted so that it stands in no address; nothing is stored."""
    try:
        tried = await trial.ask(q)
    except FormProblem as problem:
        return await _show(request, knowledge, member, problem=problem, q=q)
    return await _show(request, knowledge, member, tried=tried)


@router.post("/overrides")
async def set_override(
    request: Request,
    knowledge: Knowledge,
    member: Publisher,
    question: Text = "",
    page_id: Text = "",
    kind: Text = "",
) -> Response:
    """Puts a page first for a question, or leaves it out."""
    try:
        await knowledge.overrides.set(member, question, page_id.replace("\x00", "").strip(), kind)
    except FormProblem as problem:
        return await _show(request, knowledge, member, problem=problem, question=question, page_id=page_id, kind=kind)
    except NotFound:
        wrong = FormProblem("page_id", say("search.no_page"))
        return await _show(request, knowledge, member, problem=wrong, question=question, page_id=page_id, kind=kind)
    return pages.go(f"{PAGE}?done={kind}")


@router.post("/overrides/{override_id}/remove")
async def remove_override(knowledge: Knowledge, member: Publisher, override_id: RowId) -> Response:
    """Deletes an override."""
    await knowledge.overrides.remove(member, override_id)
    return pages.go(f"{PAGE}?done=removed")


async def _show(
    request: Request,
    knowledge: KnowledgeBase,
    member: Member,
    *,
    tried: SearchTrialResult | None = None,
    problem: ReeveError | None = None,
    done: str | None = None,
    **typed: str,
) -> Response:
    return pages.show(
        request,
        "staff/knowledge/search.html",
        problem.status if problem else HTTPStatus.OK,
        tried=tried,
        typed={"q": "", "question": "", "page_id": "", "kind": "pin", **typed},
        overrides=await knowledge.overrides.listing(member),
        problem=problem,
        done=done,
    )
