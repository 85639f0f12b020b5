"""Who is signed in, and whether they may: dependencies of every staff route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from api.kernel.client_address import client_address
from api.kernel.errors import NotAllowed
from api.kernel.form_problems import CodeNeeded, PasswordChangeNeeded, SetUpNeeded, SignInNeeded
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.settings import Settings
from api.web import csrf
from api.web.signed_in import SignedIn, StaffSessions
from api.web.staff_cookie import SESSION, StaffCookie

Staff = Annotated[StaffSessions, part(StaffSessions)]
Configured = Annotated[Settings, part(Settings)]


def address(request: Request, configured: Configured) -> str | None:
    """Where the request comes from, for the audit trail and the limits."""
    return client_address(request, configured.client_address_header)


Address = Annotated[str | None, Depends(address)]


def browser(request: Request) -> str:
    """What the browser says it is, for the list of sessions."""
    return request.headers.get("user-agent", "")[:500]


Browser = Annotated[str, Depends(browser)]


async def session_if_any(request: Request, staff: Staff, configured: Configured, where: Address) -> SignedIn | None:
    """The session behind the request, if there is a live one."""
    token = StaffCookie(SESSION, secure=configured.secure_cookies).read(request)
    return await staff.session(token, where) if token else None


async def any_session(
    request: Request,
    configured: Configured,
    found: Annotated[SignedIn | None, Depends(session_if_any)],
) -> SignedIn:
    """The session behind the request, which leads to sign-in without one. A form must be our own."""
    reading = request.method in csrf.SAFE_METHODS
    if found is None:
        raise SignInNeeded(_address_of_page(request) if reading else None)
    request.state.signed_in = found
    if not reading:
        csrf.check_source(request, configured.public_url)
        await csrf.check_token(request, found.csrf)
    return found


async def whole_session(found: Annotated[SignedIn, Depends(any_session)]) -> SignedIn:
    """The session, with the code of the second factor if there is one."""
    if found.waits_for_code:
        raise CodeNeeded()
    return found


async def own_password(found: Annotated[SignedIn, Depends(whole_session)]) -> SignedIn:
    """The session of somebody with a password of their own choosing."""
    if found.must_change_password:
        raise PasswordChangeNeeded()
    return found


async def signed_in(found: Annotated[SignedIn, Depends(own_password)]) -> Member:
    """The member of staff, who has done everything that comes before work."""
    if found.must_set_up:
        raise SetUpNeeded()
    return found.member


def needs(permission: Permission) -> Callable[[Member], Awaitable[Member]]:
    """A dependency: the member of staff, who has this permission."""

    async def permitted(member: Annotated[Member, Depends(signed_in)]) -> Member:
        if not member.may(permission):
            raise NotAllowed()
        return member

    permitted.needs = permission  # type: ignore[attr-defined]  # a test asks every route for it
    return permitted


def _address_of_page(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"
