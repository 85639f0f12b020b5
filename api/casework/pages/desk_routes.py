"""The desk's HTTP: one form for each thing a caseworker does besides claiming and answering."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.responses import StreamingResponse

from api.casework.pages.case_routes import OnCase, Reader, Text, Tools, Worker
from api.casework.pages.desk import Desk
from api.casework.queue.desk_events import DeskEvents, Watcher
from api.casework.wording import WORDING
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done, RowId
from api.web.signed_in import SignedIn
from api.web.staff_guard import needs, whole_session
from api.web.staff_route import StaffRoute

DUTY = "/staff/duty"
router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Works = Annotated[Desk, part(Desk)]
Overseer = Annotated[Member, Depends(needs(Permission.OVERRULE))]
Note = Annotated[str, Form(max_length=20_000)]


@router.post("/cases/next")
async def next_case(desk: Works, member: Worker) -> Response:
    """Takes the next case and opens it."""
    reference = await desk.assignment.next_case(member)
    return pages.go(f"{pages.HOME}/{reference}?done=claimed" if reference else f"{pages.HOME}?done=none")


@router.post("/presence")
async def presence(desk: Works, member: Worker, available: Annotated[bool, Form()] = False) -> Response:
    """Takes new cases, or no more."""
    await desk.presence.take_cases(member, available=available)
    return pages.go(f"{pages.HOME}?done={'available' if available else 'away'}")


@router.post("/cases/{reference}/accept")
async def accept(on_case: OnCase, desk: Works) -> Response:
    """Takes a case that was dealt or passed to the member."""
    return await on_case.done("accepted", desk.assignment.accept(on_case.member, on_case.reference))


@router.post("/cases/{reference}/decline")
async def decline(on_case: OnCase, desk: Works) -> Response:
    """Declines an assigned case, so that somebody else gets it."""
    doing = desk.assignment.decline(on_case.member, on_case.reference)
    return await on_case.done("declined", doing, to=pages.HOME)


@router.post("/cases/{reference}/return")
async def give_back(on_case: OnCase, desk: Works, note: Note = "") -> Response:
    """Returns the case to its team's queue."""
    doing = desk.assignment.give_back(on_case.member, on_case.reference, note)
    return await on_case.done("returned", doing, note=note)


@router.post("/cases/{reference}/pass")
async def pass_on(on_case: OnCase, desk: Works, to: Text = "", note: Note = "") -> Response:
    """To another team, which the member may not see afterwards, or to a person who is there."""
    doing = desk.assignment.pass_on(on_case.member, on_case.reference, to, note)
    return await on_case.done("passed", doing, to=pages.HOME, pass_to=to, note=note)


@router.post("/cases/{reference}/snooze")
async def snooze(on_case: OnCase, desk: Works, until: Text = "") -> Response:
    """Snoozes a case until a moment."""
    doing = desk.case_upkeep.snooze(on_case.member, on_case.reference, until)
    return await on_case.done("snoozed", doing, until=until)


@router.post("/cases/{reference}/wake")
async def wake(on_case: OnCase, desk: Works) -> Response:
    """Ends the snooze of a case."""
    return await on_case.done("woken", desk.case_upkeep.wake(on_case.member, on_case.reference))


@router.post("/cases/{reference}/tags")
async def tag(on_case: OnCase, desk: Works, tags: Text = "") -> Response:
    """Says what the case is about, in words of the team's own."""
    doing = desk.case_upkeep.tag(on_case.member, on_case.reference, tags)
    return await on_case.done("tagged", doing, tags=tags)


@router.post("/cases/{reference}/note")
async def note(on_case: OnCase, desk: Works, note: Note = "", key: Text = "") -> Response:
    """Adds a note to a case, for colleagues only."""
    doing = desk.case_upkeep.note(on_case.member, on_case.reference, note, key[:80] or None)
    return await on_case.done("noted", doing, note=note)


@router.post("/cases/{reference}/link")
async def link(on_case: OnCase, desk: Works, other: Text = "") -> Response:
    """Links two cases that belong together."""
    doing = desk.case_upkeep.link(on_case.member, on_case.reference, other)
    return await on_case.done("linked", doing, other=other)


@router.post("/cases/{reference}/merge")
async def merge(on_case: OnCase, desk: Works, other: Text = "") -> Response:
    """Closes the case as the same as another."""
    doing = desk.case_upkeep.merge(on_case.member, on_case.reference, other)
    return await on_case.done("merged", doing, other=other)


@router.post("/cases/{reference}/answer-ring")
async def answer_ring(on_case: OnCase, desk: Works) -> Response:
    """Somebody has seen the urgent case."""
    return await on_case.done("rung", desk.answer_ring(on_case.member, on_case.reference))


@router.post("/cases/{reference}/typing", status_code=204)
async def typing(desk: Works, member: Worker, reference: str) -> None:
    """Tells the resident that somebody types; sent by the page's script."""
    await desk.types(member, reference)


@router.get("/duty")
async def duty(request: Request, desk: Works, member: Overseer, done: Done = "") -> Response:
    """Who is there, what they can carry and do, and who is on call."""
    return await _duty(request, desk, member, done=WORDING.banner(done))


@router.post("/duty/{staff_id}")
async def change_person(
    request: Request,
    desk: Works,
    member: Overseer,
    staff_id: RowId,
    capacity: Text = "",
    skills: Annotated[list[str] | None, Form()] = None,
    on_call: Annotated[bool, Form()] = False,
) -> Response:
    """Changes the capacity, skills and on-call duty of one caseworker."""
    try:
        await desk.presence.change(member, staff_id, capacity, skills or [], on_call=on_call)
    except FormProblem as problem:
        return await _duty(request, desk, member, problem=problem)
    return pages.go(f"{DUTY}?done=person")


@router.get("/events")
async def events(
    desk: Works,
    tools: Tools,
    desk_events: Annotated[DeskEvents, part(DeskEvents)],
    member: Reader,
    session: Annotated[SignedIn, Depends(whole_session)],
    case: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Live news for the page's script; see api/casework/queue/desk_events.py."""
    conversation = await desk.conversation(member, case) if case else None
    looks = partial(tools.still_looking, member, case) if case else None
    stream = desk_events.follow(Watcher(member, session.digest, conversation, looks))
    return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _duty(
    request: Request, desk: Desk, member: Member, *, done: str | None = None, problem: FormProblem | None = None
) -> Response:
    return pages.show(
        request,
        "staff/duty.html",
        problem.status if problem else 200,
        people=await desk.presence.everybody(member),
        skills=desk.presence.skill_words(),
        capacity=desk.policy.capacity,
        done=done,
        problem=problem,
    )
