"""The page of bin days, which needs no JavaScript, and the calendars. No address of a page names anybody's home."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.bin_days.service import BinDayService
from api.kernel.errors import NotFound
from api.pages.site.routes import PartsOf
from api.wiring import Parts

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=40)]


@router.get("/bin-days")
async def ask(request: Request, parts: PartsOf) -> HTMLResponse:
    """The page that asks for the postcode whose bin days are wanted."""
    _service(parts)
    return _page(request, parts)


@router.post("/bin-days")
async def look_up(request: Request, parts: PartsOf, postcode: Typed = "", uprn: Typed = "") -> HTMLResponse:
    """The addresses of a postcode to choose from; with one chosen, its next collections."""
    service = _service(parts)
    shown: dict[str, Any] = {"postcode": postcode.strip()[:12]}
    try:
        if not uprn:
            return _page(request, parts, **shown, addresses=await service.addresses(postcode))
        return _page(request, parts, **shown, found=await service.at(postcode, uprn))
    except NotFound as problem:
        return _page(request, parts, HTTPStatus.UNPROCESSABLE_ENTITY, **shown, error=problem.detail)


@router.get("/bin-days/calendar/{round_slug}.ics")
async def calendar(
    parts: PartsOf,
    round_slug: Annotated[str, Path(max_length=60)],
    garden: Annotated[bool, Query()] = False,
) -> Response:
    """A round's collections, for a calendar to subscribe to."""
    content = _service(parts).ics(round_slug, garden=garden)
    headers = {"Content-Disposition": 'inline; filename="bin-days.ics"', "Cache-Control": "public, max-age=3600"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _service(parts: Parts) -> BinDayService:
    if parts.bin_days is None:
        raise NotFound()
    return parts.bin_days.service


def _page(request: Request, parts: Parts, status: int = 200, **shown: Any) -> HTMLResponse:
    nothing: dict[str, Any] = {"postcode": "", "addresses": None, "found": None, "error": None}
    page = parts.pages.render(request, "bin_days.html", status, **{**nothing, **shown})
    page.headers["Cache-Control"] = "no-store"
    return page
