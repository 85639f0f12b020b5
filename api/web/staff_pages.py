"""How staff routes show pages and lead elsewhere."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.db.base import now
from api.kernel.parts import parts_of
from api.kernel.times import day
from api.web.pages import Pages
from api.web.signed_in import StaffSessions

HOME = "/staff/cases"
SIGN_IN = "/staff/sign-in"
_OURS = re.compile(r"/staff/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&_.%+-]*)?")


def show(request: Request, name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A staff page. `staff` and `csrf` are there when somebody is signed in."""
    pages: Pages = parts_of(request)[Pages]
    signed_in = getattr(request.state, "signed_in", None)
    if signed_in is not None:
        overdue = pages.overdue(day(now()))
        idle = parts_of(request)[StaffSessions].idle_seconds
        known = {"staff": signed_in.member, "csrf": signed_in.csrf, "overdue_pages": overdue, "idle_seconds": idle}
        context = {**known, **context}
    return pages.render(request, name, status, **context)


def go(path: str) -> RedirectResponse:
    """On to another page, with GET."""
    return RedirectResponse(path, 303)


def to_sign_in(target: str | None) -> RedirectResponse:
    """To the sign-in page, which leads on to `target`."""
    known = safe_target(target)
    return go(SIGN_IN if known == HOME else f"{SIGN_IN}?{urlencode({'next': known})}")


def safe_target(target: str | None) -> str:
    """`target` if it is a path of our staff pages, else the first page after sign-in. Never another site."""
    plain = target or ""
    return plain if _OURS.fullmatch(plain) and "//" not in plain and ".." not in plain else HOME
