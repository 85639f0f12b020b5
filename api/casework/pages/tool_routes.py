"""The case page's tools over HTTP: each works as a plain form; the page's script uses a few of them too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from api.casework.pages.case_routes import Cases, OnCase, Reader, Text, Tools, Worker, show_case
from api.casework.replies.answer_suggestions import ShownSuggestions
from api.kernel.form_problems import FormProblem
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.staff_route import StaffRoute

router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)
CASE = "/cases/{reference}"


@router.post(f"{CASE}/compose")
async def compose(
    request: Request,
    cases: Cases,
    tools: Tools,
    member: Worker,
    reference: str,
    text: Text = "",
    insert: Text = "",
    canned: Text = "",
    find: Text = "",
    act: Text = "",
) -> Response:
    """Puts a text below what is typed, or looks for answers; nothing is sent."""
    if act == "find":
        try:
            found = await tools.answers.find(find)
        except FormProblem as problem:
            return await show_case(request, cases, member, reference, problem=problem, text=text, find=find)
        return await show_case(request, cases, member, reference, ShownSuggestions(found=found), text=text, find=find)
    composed = await tools.composed(member, reference, text, insert, canned if act == "canned" else "")
    return await show_case(request, cases, member, reference, text=composed)


@router.get(f"{CASE}/suggestions")
async def suggestions(request: Request, cases: Cases, tools: Tools, member: Reader, reference: str) -> Response:
    """The case's page with suggested replies and solved cases like it."""
    suggested = await tools.suggested(member, reference)
    return await show_case(request, cases, member, reference, ShownSuggestions(suggested=suggested))


@router.post(f"{CASE}/answers")
async def answers(tools: Tools, member: Worker, reference: str, find: Text = "") -> Response:
    """Answers for the page's script. Posted, so that the question stands in no address."""
    await tools.still_looking(member, reference)
    try:
        found = await tools.answers.find(find)
    except FormProblem:
        found = ()
    return JSONResponse([{"title": each.title, "text": each.text} for each in found])


@router.post(f"{CASE}/draft")
async def draft(tools: Tools, member: Worker, reference: str, text: Text = "", quiet: Text = "") -> Response:
    """Keeps what is typed; `quiet` is the page's script."""
    await tools.keep(member, reference, text)
    return Response(status_code=204) if quiet else pages.go(f"{pages.HOME}/{reference}?done=kept")


@router.post(f"{CASE}/take-back")
async def take_back(on_case: OnCase, tools: Tools) -> Response:
    """The reply does not go; it stands in the form again."""
    return await on_case.done("taken-back", tools.delayed_replies.take_back(on_case.member, on_case.reference))


@router.post(f"{CASE}/macro")
async def macro(on_case: OnCase, tools: Tools, canned: Text = "", key: Text = "", text: Text = "") -> Response:
    """Answers, tags and closes in one step."""
    doing = tools.run_macro(on_case.member, on_case.reference, canned, key[:80] or None)
    return await on_case.done("macro", doing, text=text)


@router.post(f"{CASE}/service")
async def judge(on_case: OnCase, tools: Tools, service: Text = "") -> Response:
    """Says what the case is about."""
    return await on_case.done("judged", tools.guesses.judge(on_case.member, on_case.reference, service))


@router.post(f"{CASE}/safeguard")
async def safeguard(on_case: OnCase, tools: Tools, note: Text = "") -> Response:
    """Flags a case for safeguarding."""
    return await on_case.done("flagged", tools.flag(on_case.member, on_case.reference, note))


@router.post(f"{CASE}/priority")
async def prioritise(on_case: OnCase, tools: Tools, priority: Text = "", why: Text = "") -> Response:
    """Changes how soon the case must be looked at."""
    doing = tools.priorities.change(on_case.member, on_case.reference, priority, why)
    return await on_case.done("prioritised", doing, priority=priority, priority_why=why)


@router.post("/shortcuts")
async def shortcuts(
    tools: Tools,
    member: Reader,
    on: Annotated[bool, Form()] = False,
    reference: Annotated[str, Form(pattern="^[A-Z0-9-]{0,20}$")] = "",
) -> Response:
    """Switches the member's keyboard shortcuts, and goes back to the case."""
    await tools.choose(member, shortcuts=on)
    done = "shortcuts-on" if on else "shortcuts-off"
    return pages.go(f"{pages.HOME}{f'/{reference}' if reference else ''}?done={done}")


@router.get("/mentions")
async def mentions(request: Request, tools: Tools, member: Reader) -> Response:
    """The notes that name the member."""
    return pages.show(request, "staff/mentions.html", mentions=await tools.mentions.mine(member))
