"""The interface for other systems, such as the council's CRM."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.casework.integrations.case_interface import CaseInterface, place
from api.casework.integrations.repository import CaseFilter
from api.casework.integrations.schemas import CasePage, CaseWithNotes, NewNote, NewStatus, OutsideTranscript, Status
from api.casework.integrations.tokens import CallingSystem, TokenRefused, Tokens, TokenScope
from api.casework.wording import say
from api.kernel.client_address import client_address
from api.kernel.errors import BadRequest, problems
from api.kernel.limits.limits import Limits
from api.kernel.parts import part, parts_of
from api.settings import Settings

router = APIRouter(prefix="/api/v1", tags=["Other systems"])
bearer = HTTPBearer(auto_error=False, scheme_name="SystemToken", description=say("outside.token"))
Given = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
KNOWN = problems(401, 403, 404, 422, 429, 503)


def scoped(scope: TokenScope) -> Callable[[Request, Given], Awaitable[CallingSystem]]:
    """A dependency: the system that calls, whose token has this scope."""

    async def calling(request: Request, given: Given) -> CallingSystem:
        if given is None:
            raise TokenRefused()
        tokens: Tokens = parts_of(request)[Tokens]
        where = client_address(request, parts_of(request)[Settings].client_address_header)
        caller = await tokens.caller(given.credentials, scope, where)
        limits: Limits = parts_of(request)[Limits]
        await limits.token(caller.token_id)
        return caller

    calling.scope = scope  # type: ignore[attr-defined]  # a test asks every route for it
    return calling


Cases = Annotated[CaseInterface, part(CaseInterface)]
Reader = Annotated[CallingSystem, Depends(scoped(TokenScope.READ_CASES))]
Writer = Annotated[CallingSystem, Depends(scoped(TokenScope.WRITE_CASES))]
Listener = Annotated[CallingSystem, Depends(scoped(TokenScope.READ_CONVERSATIONS))]


@router.get("/cases", responses=problems(401, 403, 422, 429, 503), summary="List cases")
async def listing(
    cases: Cases,
    caller: Reader,
    status: Status | None = None,
    team: Annotated[str | None, Query(max_length=60, pattern=r"^[a-z0-9_-]+$")] = None,
    updated_since: Annotated[datetime | None, Query(description="With a time zone.")] = None,
    after: Annotated[str | None, Query(max_length=200, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CasePage:
    """Cases of the token's teams, those that changed longest ago first. Keep the last `updated_at`, and ask again."""
    if updated_since is not None and updated_since.tzinfo is None:
        raise BadRequest("Send `updated_since` with a time zone, such as 2026-03-27T09:00:00Z.")
    start = place(after) if after else None
    return await cases.cases(CaseFilter(caller.teams, status, team, updated_since, start, limit))


@router.get("/cases/{reference}", responses=KNOWN, summary="Read a case")
async def case(cases: Cases, caller: Reader, reference: str) -> CaseWithNotes:
    """A case with the notes of other systems."""
    return await cases.case(caller, reference)


@router.post("/cases/{reference}/notes", status_code=201, responses=KNOWN, summary="Add a note to a case")
async def note(cases: Cases, caller: Writer, reference: str, body: NewNote) -> CaseWithNotes:
    """For staff; residents do not see it. Personal details are replaced before it is kept."""
    return await cases.note(caller, reference, body.text)


@router.post("/cases/{reference}/status", responses=KNOWN | problems(409), summary="Close a case, or open it again")
async def change_status(cases: Cases, caller: Writer, reference: str, body: NewStatus) -> CaseWithNotes:
    """The resident is told when a case is closed. A case that somebody here has claimed is theirs to close."""
    return await cases.change_status(caller, reference, body.status)


@router.get("/transcripts/{conversation_id}", responses=KNOWN, summary="Read a conversation")
async def transcript(cases: Cases, caller: Listener, conversation_id: UUID) -> OutsideTranscript:
    """A conversation as it is stored, redacted. A token of some teams reads those that have a case of theirs."""
    return await cases.transcript(caller, conversation_id)
