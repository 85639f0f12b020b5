"""Staff pages: sign in, sign out, choose a password, check the crisis numbers."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.kernel.errors import TooMany, retry
from api.kernel.form_problems import ForeignForm, FormProblem, SignInRefused
from api.kernel.limits.limits import Limits
from api.kernel.parts import part, parts_of
from api.kernel.permissions import Member, Permission
from api.settings import Settings
from api.staff.provider.service import ProviderSignIn
from api.staff.sign_in.service import NewSession, StaffService
from api.staff.wording import say
from api.web import csrf
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.signed_in import SignedIn
from api.web.staff_cookie import BEFORE_SIGN_IN, SESSION, StaffCookie
from api.web.staff_guard import Address, Browser, Configured, any_session, needs, session_if_any, whole_session
from api.web.staff_route import StaffRoute
from bot.crisis.numbers import FRESH_DAYS, CrisisNumbers

PASSWORD_PAGE, CODE_PAGE = "/staff/password", "/staff/code"

router = APIRouter(prefix="/staff", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)

Staff = Annotated[StaffService, part(StaffService)]
Text = Annotated[str, Form(max_length=1000)]
Session = Annotated[SignedIn, Depends(whole_session)]


@router.get("")
async def home() -> Response:
    """Leads to the first page after sign-in."""
    return pages.go(pages.HOME)


@router.get("/sign-in")
async def sign_in_page(
    request: Request,
    configured: Configured,
    found: Annotated[SignedIn | None, Depends(session_if_any)],
    target: Annotated[str, Query(alias="next", max_length=1000)] = "",
) -> Response:
    """The sign-in form."""
    if found is not None:
        return pages.go(pages.safe_target(target))
    return _sign_in_form(request, configured, target)


@router.post("/sign-in")
async def sign_in(
    request: Request,
    configured: Configured,
    staff: Staff,
    where: Address,
    browser: Browser,
    username: Text = "",
    password: Text = "",
    target: Annotated[str, Form(alias="next", max_length=1000)] = "",
) -> Response:
    """Starts a session, always a new one, and leads on."""
    before = StaffCookie(BEFORE_SIGN_IN, secure=configured.secure_cookies)
    try:
        csrf.check_source(request, configured.public_url)
        await csrf.check_token(request, before.read(request) or "")
        limits: Limits = parts_of(request)[Limits]
        await limits.sign_in(where)
        session = await staff.sign_in(username, password, where, browser)
    except (SignInRefused, ForeignForm, TooMany) as refused:
        return _sign_in_form(request, configured, target, username, refused)
    response = pages.go(_next(session, target))
    before.clear(response)
    return _with_session(response, configured, session)


@router.post("/sign-out")
async def sign_out(
    staff: Staff, configured: Configured, session: Annotated[SignedIn, Depends(any_session)]
) -> Response:
    """Ends the member's session."""
    await staff.sign_out(session)
    response = pages.go(pages.SIGN_IN)
    StaffCookie(SESSION, secure=configured.secure_cookies).clear(response)
    return response


@router.get("/password")
async def password_page(request: Request, session: Session) -> Response:
    """The form for a new password."""
    return pages.show(request, "staff/password.html", must_change=session.must_change_password)


@router.post("/password")
async def change_password(
    request: Request,
    staff: Staff,
    configured: Configured,
    session: Session,
    browser: Browser,
    current: Text = "",
    new: Text = "",
    again: Text = "",
) -> Response:
    """Replaces the password and every session of this person."""
    try:
        if new != again:
            raise FormProblem("again", say("sign_in.passwords_differ"))
        fresh = await staff.change_password(session, current, new, browser)
    except FormProblem as problem:
        must = session.must_change_password
        return pages.show(request, "staff/password.html", problem.status, must_change=must, problem=problem)
    return _with_session(pages.go(f"{pages.HOME}?done=password"), configured, fresh)


@router.get("/crisis-numbers")
async def crisis_numbers_page(
    request: Request, member: Annotated[Member, Depends(needs(Permission.CHECK_CRISIS_NUMBERS))]
) -> Response:
    """The numbers on crisis cards, and which of them somebody must verify again."""
    numbers: CrisisNumbers = parts_of(request)[CrisisNumbers]
    today = datetime.now(UTC).date()
    return pages.show(
        request,
        "staff/crisis_numbers.html",
        kinds=numbers.listed(today),
        old=len(numbers.old(today)),
        days=FRESH_DAYS,
    )


def _sign_in_form(
    request: Request,
    configured: Settings,
    target: str,
    username: str = "",
    refused: SignInRefused | ForeignForm | TooMany | None = None,
) -> Response:
    cookie = StaffCookie(BEFORE_SIGN_IN, secure=configured.secure_cookies)
    token = cookie.read(request) or secrets.token_urlsafe(32)
    status = refused.status if refused else 200
    response = pages.show(
        request,
        "staff/sign_in.html",
        status,
        csrf=token,
        next=pages.safe_target(target),
        username=username,
        error=refused.detail if refused else None,
        local=parts_of(request)[StaffService].local_accounts,
        provider=parts_of(request)[ProviderSignIn] is not None,
    )
    cookie.write(response, token)
    response.headers.update(retry(refused.retry_after if refused else None))
    return response


def _next(session: NewSession, target: str) -> str:
    """Where somebody goes who has just signed in."""
    if session.waits_for_code:
        return CODE_PAGE
    return PASSWORD_PAGE if session.must_change_password else pages.safe_target(target)


def _with_session(response: Response, configured: Settings, session: NewSession) -> Response:
    StaffCookie(SESSION, secure=configured.secure_cookies).write(response, session.token)
    return response
