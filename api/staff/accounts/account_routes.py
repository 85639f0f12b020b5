"""A member of staff's own account: the code at sign-in, the second factor, where they are signed in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.kernel.errors import Conflict, TooMany, retry
from api.kernel.form_problems import CodeRefused, FormProblem
from api.kernel.limits.limits import Limits
from api.kernel.parts import part, parts_of
from api.settings import Role
from api.staff.sign_in.routes import PASSWORD_PAGE
from api.staff.sign_in.second_factor import SecondFactors
from api.staff.sign_in.service import StaffService
from api.staff.sign_in.sessions import Sessions
from api.staff.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.signed_in import SignedIn
from api.web.staff_cookie import SESSION, StaffCookie
from api.web.staff_guard import Address, Browser, Configured, any_session, own_password, whole_session
from api.web.staff_route import StaffRoute

ACCOUNT = "/staff/account"

router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)

Staff = Annotated[StaffService, part(StaffService)]
Code = Annotated[str, Form(max_length=60)]
AnySession = Annotated[SignedIn, Depends(any_session)]
Own = Annotated[SignedIn, Depends(own_password)]


Factors = Annotated[SecondFactors, part(SecondFactors)]
Known = Annotated[Sessions, part(Sessions)]


@router.get("/code")
async def code_page(request: Request, session: AnySession) -> Response:
    """The form for the code, between password and work."""
    return pages.show(request, "staff/code.html", error=None) if session.waits_for_code else pages.go(pages.HOME)


@router.post("/code")
async def enter_code(
    request: Request,
    staff: Staff,
    configured: Configured,
    session: AnySession,
    where: Address,
    browser: Browser,
    code: Code = "",
) -> Response:
    """Checks a code of the second factor, and completes the sign-in."""
    if not session.waits_for_code:
        return pages.go(pages.HOME)
    limits: Limits = parts_of(request)[Limits]
    try:
        await limits.sign_in(where)
        fresh = await staff.enter_code(session, code, where, browser)
    except (CodeRefused, TooMany) as refused:
        page = pages.show(request, "staff/code.html", refused.status, error=refused.detail)
        page.headers.update(retry(refused.retry_after))
        return page
    response = pages.go(PASSWORD_PAGE if fresh.must_change_password else pages.HOME)
    StaffCookie(SESSION, secure=configured.secure_cookies).write(response, fresh.token)
    return response


@router.get("/account")
async def account(
    request: Request, session: Own, factors: Factors, known: Known, done: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """The page of the member's own account."""
    return pages.show(
        request,
        "staff/account.html",
        factor=await factors.state(session.member),
        sessions=await known.of(session.member.username, session.digest),
        by_provider=session.by_provider,
        done=WORDING.section("done_account").get(done),
    )


@router.post("/account/end-session")
async def end_session(session: Own, known: Known, which: Annotated[str, Form(max_length=20)] = "") -> Response:
    """Ends one of one's own sessions, or all the others."""
    if which == "others":
        await known.end_others(session.member, session.digest)
        return pages.go(f"{ACCOUNT}?done=others")
    await known.end(session.member, which)
    return pages.go(f"{ACCOUNT}?done=ended")


@router.get("/still-here")
async def still_here(staff: Staff, session: Annotated[SignedIn, Depends(whole_session)]) -> dict[str, int]:
    """Counts as use of the session; how long it lasts without more."""
    return {"seconds": staff.idle_seconds}


@router.get("/second-factor")
async def factor_page(request: Request, session: Own, factors: Factors) -> Response:
    """Codes from an app: how it stands, and what can be done."""
    return await _factor(request, session, factors)


@router.post("/second-factor/start")
async def start_factor(request: Request, session: Own, factors: Factors) -> Response:
    """Makes a secret and shows it, to be scanned or typed."""
    set_up = await factors.begin(session.member)
    return pages.show(request, "staff/factor_set_up.html", set_up=set_up, problem=None)


@router.post("/second-factor/confirm")
async def confirm_factor(request: Request, session: Own, factors: Factors, known: Known, code: Code = "") -> Response:
    """Turns it on, and shows the recovery codes once."""
    try:
        codes = await factors.confirm(session.member, code)
    except FormProblem as problem:
        set_up = await factors.again(session.member)
        return pages.show(request, "staff/factor_set_up.html", problem.status, set_up=set_up, problem=problem)
    await known.end_others(session.member, session.digest)
    return pages.show(request, "staff/recovery_codes.html", codes=codes)


@router.post("/second-factor/codes")
async def renew_codes(request: Request, session: Own, factors: Factors, code: Code = "") -> Response:
    """Makes new recovery codes, which are shown once."""
    try:
        codes = await factors.renew_codes(session.member, code)
    except FormProblem as problem:
        return await _factor(request, session, factors, problem)
    return pages.show(request, "staff/recovery_codes.html", codes=codes)


@router.post("/second-factor/off")
async def turn_off(request: Request, staff: Staff, session: Own, factors: Factors, code: Code = "") -> Response:
    """Ends it, unless the role needs it."""
    if staff.needs_factor(Role(session.member.role)):
        raise Conflict(say("account.codes_stay_on"))
    try:
        await factors.turn_off(session.member, code)
    except FormProblem as problem:
        return await _factor(request, session, factors, problem)
    return pages.go(f"{ACCOUNT}?done=off")


async def _factor(
    request: Request, session: SignedIn, factors: SecondFactors, problem: FormProblem | None = None
) -> Response:
    return pages.show(
        request,
        "staff/second_factor.html",
        problem.status if problem else 200,
        factor=await factors.state(session.member),
        needed=session.must_set_up,
        problem=problem,
    )
