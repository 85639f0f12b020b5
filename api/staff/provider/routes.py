"""Sign-in with the council's identity provider: out to its page, and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.kernel.errors import NotFound
from api.kernel.limits.limits import Limits
from api.kernel.parts import parts_of
from api.staff.provider.rules import ProviderRefused
from api.staff.provider.service import ProviderSignIn
from api.staff.wording import say
from api.web import staff_pages as pages
from api.web.staff_cookie import SESSION, StaffCookie
from api.web.staff_guard import Address, Browser, Configured
from api.web.staff_route import StaffRoute

UNDER_WAY = "reeve_provider"

router = APIRouter(prefix="/staff/sign-in/provider", route_class=StaffRoute, include_in_schema=False)


def provider(request: Request) -> ProviderSignIn:
    """The application's way in by the identity provider. Raises NotFound where none is configured."""
    known: ProviderSignIn | None = parts_of(request)[ProviderSignIn]
    if known is None:
        raise NotFound()
    return known


Provider = Annotated[ProviderSignIn, Depends(provider)]
Short = Annotated[str, Query(max_length=4000)]


@router.get("")
async def leave(
    request: Request,
    provider: Provider,
    configured: Configured,
    where: Address,
    target: Annotated[str, Query(alias="next", max_length=1000)] = "",
) -> Response:
    """Off to the provider's own page."""
    limits: Limits = parts_of(request)[Limits]
    await limits.sign_in(where)
    address, cookie = await provider.start(pages.safe_target(target))
    response = pages.go(address)
    StaffCookie(UNDER_WAY, secure=configured.secure_cookies).write(response, cookie)
    return response


@router.get("/done")
async def come_back(
    request: Request,
    provider: Provider,
    configured: Configured,
    where: Address,
    browser: Browser,
    code: Short = "",
    state: Short = "",
    error: Short = "",
) -> Response:
    """Back from there: a session, or a page that says why not."""
    if error or not code:
        raise ProviderRefused(say("provider.not_signed_in"))
    under_way = StaffCookie(UNDER_WAY, secure=configured.secure_cookies)
    session, target = await provider.finish(under_way.read(request), code, state, where, browser)
    response = pages.go(pages.safe_target(target))
    under_way.clear(response)
    StaffCookie(SESSION, secure=configured.secure_cookies).write(response, session.token)
    return response
