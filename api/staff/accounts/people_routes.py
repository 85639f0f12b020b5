"""The people who work here, for administrators: made, changed, let in again, and put out at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.settings import Role
from api.staff.accounts.account_routes import Factors, Known
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.wording import WORDING, say
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute

PEOPLE = "/staff/people"

router = APIRouter(prefix=PEOPLE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


Made = Annotated[Accounts, part(Accounts)]
Admin = Annotated[Member, Depends(needs(Permission.MANAGE_PEOPLE))]
Text = Annotated[str, Form(max_length=1000)]
Slugs = Annotated[list[str], Form(max_length=100)]


@router.get("")
async def people(request: Request, made: Made, admin: Admin) -> Response:
    """Everybody, and a form for a new account."""
    return await _people(request, made)


@router.post("")
async def create(
    request: Request,
    made: Made,
    admin: Admin,
    username: Text = "",
    name: Text = "",
    role: Text = "",
    teams: Slugs = [],  # noqa: B006 FastAPI copies it
    provider: Text = "",
) -> Response:
    """Makes an account and shows its one-time password, in this response only."""
    typed = {"username": username, "name": name, "role": role, "teams": teams, "provider": provider}
    try:
        account = NewAccount(username.strip(), name, _role(role), teams, bool(provider))
        password = await made.create(admin.username, account, admin.address)
    except FormProblem as problem:
        return await _people(request, made, problem, typed)
    except Conflict as taken:
        return await _people(request, made, FormProblem("username", taken.detail), typed)
    return _password(request, account.username, None if account.provider else password)


@router.get("/{username}")
async def person(
    request: Request,
    made: Made,
    known: Known,
    admin: Admin,
    username: str,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The page of one account."""
    return await _person(request, made, known, username, done=WORDING.section("done_people").get(done))


@router.post("/{username}")
async def change(
    request: Request,
    made: Made,
    known: Known,
    admin: Admin,
    username: str,
    name: Text = "",
    role: Text = "",
    teams: Slugs = [],  # noqa: B006 FastAPI copies it
    provider: Text = "",
) -> Response:
    """Changes an account's name, role or teams."""
    try:
        account = NewAccount(username, name, _role(role), teams, bool(provider))
        if username == admin.username and account.role is not Role.ADMIN:
            raise FormProblem("role", say("people.own_role"))
        await made.change(admin.username, account, admin.address)
    except FormProblem as problem:
        return await _person(request, made, known, username, problem=problem)
    return pages.go(f"{PEOPLE}/{username}?done=saved")


@router.post("/{username}/disable")
async def disable(made: Made, admin: Admin, username: str) -> Response:
    """Ends somebody's access at once, and returns their cases."""
    if username == admin.username:
        raise Conflict(say("people.own_account"))
    await made.deactivate(admin.username, username, admin.address)
    return pages.go(f"{PEOPLE}/{username}?done=disabled")


@router.post("/{username}/enable")
async def enable(request: Request, made: Made, admin: Admin, username: str) -> Response:
    """Lets somebody in again, with a one-time password."""
    return _password(request, username, await made.enable(admin.username, username, admin.address))


@router.post("/{username}/reset")
async def reset(request: Request, made: Made, admin: Admin, username: str) -> Response:
    """Gives an account a new one-time password."""
    return _password(request, username, await made.reset_password(admin.username, username, admin.address))


@router.post("/{username}/sign-out")
async def sign_out(made: Made, admin: Admin, username: str) -> Response:
    """Ends every session of an account."""
    await made.end_sessions(admin.username, username, admin.address)
    return pages.go(f"{PEOPLE}/{username}?done=signed-out")


@router.post("/{username}/remove-factor")
async def remove_factor(factors: Factors, admin: Admin, username: str) -> Response:
    """For somebody whose phone and recovery codes are gone."""
    await factors.remove(admin, username)
    return pages.go(f"{PEOPLE}/{username}?done=factor")


async def _people(
    request: Request, made: Accounts, problem: FormProblem | None = None, typed: Mapping[str, Any] | None = None
) -> Response:
    return pages.show(
        request,
        "staff/people.html",
        problem.status if problem else 200,
        people=await made.everybody(),
        teams=made.teams(),
        roles=tuple(Role),
        problem=problem,
        typed={"username": "", "name": "", "role": "agent", "teams": [], "provider": "", **(typed or {})},
    )


async def _person(
    request: Request,
    made: Accounts,
    known: Known,
    username: str,
    problem: FormProblem | None = None,
    done: str | None = None,
) -> Response:
    return pages.show(
        request,
        "staff/person.html",
        problem.status if problem else 200,
        person=await made.person(username),
        sessions=await known.of(username),
        teams=made.teams(),
        roles=tuple(Role),
        problem=problem,
        done=done,
    )


def _password(request: Request, username: str, password: str | None) -> Response:
    return pages.show(request, "staff/one_time_password.html", username=username, password=password)


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        raise FormProblem("role", say("people.role")) from None
