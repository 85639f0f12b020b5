"""The case desk's HTTP: a list, a page, and one form for each thing a caseworker does."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.casework.cases import case_words as words
from api.casework.cases.board import Board, CaseDesk
from api.casework.cases.case_reader import CaseListQuery, CaseService, Listing
from api.casework.life.case_actions import CaseWork
from api.casework.pages.case_tools import CaseTools
from api.casework.pages.desk import Desk
from api.casework.replies.answer_suggestions import ShownSuggestions
from api.casework.wording import WORDING
from api.conversation.schemas import MESSAGE_LIMIT
from api.kernel.errors import Conflict, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part, parts_of
from api.kernel.permissions import Member, Permission
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

TYPED = (
    "text", "to_team", "placeholder", "why", "erase_why", "note", "pass_to", "until", "tags", "other", "reason",
    "outcome", "find", "priority", "priority_why", "attachment_text",
)  # fmt: skip

router = APIRouter(prefix="/staff/cases", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Tools = Annotated[CaseTools, part(CaseTools)]
Cases = Annotated[CaseService, part(CaseService)]
Work = Annotated[CaseWork, part(CaseWork)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_CASES))]
Worker = Annotated[Member, Depends(needs(Permission.WORK_CASES))]
Revealer = Annotated[Member, Depends(needs(Permission.REVEAL))]
Eraser = Annotated[Member, Depends(needs(Permission.ERASE))]
Text = Annotated[str, Form()]


class WorkedCase:
    """A case that a caseworker works on from its page: each act ends on the page again, or leads on."""

    def __init__(self, request: Request, cases: Cases, member: Worker, reference: str) -> None:
        self._request, self._cases = request, cases
        self.member, self.reference = member, reference

    async def done(self, done: str, doing: Awaitable[None], *, to: str | None = None, **typed: str) -> Response:
        """Does it and leads on, or shows the case again with what was wrong and what was typed."""
        try:
            await doing
        except (FormProblem, Conflict) as problem:
            return await show_case(self._request, self._cases, self.member, self.reference, problem=problem, **typed)
        return pages.go(f"{to or f'{pages.HOME}/{self.reference}'}?done={done}")


OnCase = Annotated[WorkedCase, Depends()]


@router.get("")
async def listing(
    request: Request,
    cases: Cases,
    member: Reader,
    status: Annotated[str, Query(max_length=10)] = "live",
    team: Annotated[str, Query(max_length=60)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
    done: Done = "",
) -> Response:
    """The cases of the member's teams."""
    wanted = CaseListQuery(status, team.replace("\x00", ""), page)
    found = await cases.listing(member, wanted)
    return pages.show(
        request,
        "staff/cases.html",
        listing=found,
        board=await board_of(request, member, found),
        wanted=wanted,
        named=await parts_of(request)[CaseTools].mentions.unread(member),
        statuses=words.STATUSES,
        priorities=words.PRIORITIES,
        done=WORDING.banner(done),
    )


@router.get("/{reference}")
async def case_page(request: Request, cases: Cases, member: Reader, reference: str, done: Done = "") -> Response:
    """The page of one case."""
    return await show_case(request, cases, member, reference, done=WORDING.banner(done))


@router.post("/{reference}/claim")
async def claim(on_case: OnCase, work: Work) -> Response:
    """Takes the case over from the bot."""
    return await on_case.done("claimed", work.claim(on_case.member, on_case.reference))


@router.post("/{reference}/reply")
async def reply(on_case: OnCase, tools: Tools, text: Text = "", key: Text = "") -> Response:
    """Writes to the resident; a form that was sent twice is sent once. It can be taken back for some seconds."""
    delayed_replies = tools.delayed_replies.reply(on_case.member, on_case.reference, text, key[:80] or None)
    done = "sending" if tools.delayed_replies.waits else "replied"
    return await on_case.done(done, delayed_replies, text=text)


@router.post("/{reference}/hand-back")
async def hand_back(on_case: OnCase, work: Work) -> Response:
    """Hands the conversation back to the bot; the case stays open."""
    return await on_case.done("handed-back", work.hand_back(on_case.member, on_case.reference))


@router.post("/{reference}/close")
async def close(
    on_case: OnCase,
    work: Work,
    reason: Text = words.RESOLVED,
    outcome: Text = words.DONE,
    end_chat: Annotated[bool, Form()] = False,
) -> Response:
    """Ends the case, and the chat with it if asked to."""
    closing = work.close(on_case.member, on_case.reference, reason, outcome, end_chat=end_chat)
    return await on_case.done("closed", closing, reason=reason, outcome=outcome)


@router.post("/{reference}/transfer")
async def transfer(on_case: OnCase, work: Work, team: Text = "") -> Response:
    """Passes the case to another team; the member may not see it afterwards, so the list comes next."""
    passing = work.transfer(on_case.member, on_case.reference, team)
    return await on_case.done("transferred", passing, to=pages.HOME, to_team=team)


@router.post("/{reference}/reveal")
async def reveal(
    request: Request,
    cases: Cases,
    work: Work,
    member: Revealer,
    reference: str,
    placeholder: Text = "",
    reason: Text = "",
) -> Response:
    """Shows one hidden value, in this response only."""
    try:
        value = await work.reveal(member, reference, placeholder, reason)
    except (FormProblem, Conflict) as problem:
        return await show_case(request, cases, member, reference, problem=problem, placeholder=placeholder, why=reason)
    return await show_case(request, cases, member, reference, revealed=value, placeholder=placeholder)


@router.post("/{reference}/erase")
async def erase(
    request: Request, cases: Cases, work: Work, member: Eraser, reference: str, reason: Text = ""
) -> Response:
    """Erases the resident's details, and the conversation unless somebody is working on it."""
    try:
        whole = await work.erase(member, reference, reason)
    except FormProblem as problem:
        return await show_case(request, cases, member, reference, problem=problem, erase_why=reason)
    return pages.go(f"{pages.HOME}?done=erased" if whole else f"{pages.HOME}/{reference}?done=details-erased")


async def show_case(
    request: Request,
    cases: CaseService,
    member: Member,
    reference: str,
    offered: ShownSuggestions | None = None,
    /,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
    **shown: str,
) -> Response:
    """The case's page; what was typed stands in its forms again."""
    case = await cases.case(member, reference)
    return pages.show(
        request,
        "staff/case.html",
        problem.status if problem else HTTPStatus.OK,
        case=case,
        desk=await desk_of_case(request, member, reference),
        tools=await parts_of(request)[CaseTools].of(member, reference),
        found=offered.found if offered else None,
        suggested=offered.suggested if offered else None,
        form_key=secrets.token_urlsafe(16),
        close_reasons=words.CLOSE_REASONS,
        close_outcomes=words.CLOSE_OUTCOMES,
        teams={slug: name for slug, name in cases.teams().items() if slug != case.team_slug},
        statuses=words.STATUSES,
        priorities=words.PRIORITIES,
        limit=MESSAGE_LIMIT,
        problem=problem,
        done=done,
        typed={**dict.fromkeys(TYPED, ""), **shown},
    )


async def board_of(request: Request, member: Member, listing: Listing) -> Board:
    """The counts and notices above the list of cases, for this member."""
    desk: Desk = parts_of(request)[Desk]
    return await desk.board(member, [line.reference for line in listing.lines])


async def desk_of_case(request: Request, member: Member, reference: str) -> CaseDesk:
    """What the desk knows of a case."""
    desk: Desk = parts_of(request)[Desk]
    return await desk.case(member, reference)
