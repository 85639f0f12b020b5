"""The page of bin days, which needs no JavaScript, and the calendars. No address of a page names anybody's home."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.bin_days.service import BinDayService
from api.kernel.errors import NotFound
from api.kernel.parts import part
from api.web.pages import Pages

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=40)]
PagesOf = Annotated[Pages, part(Pages)]


def bin_day_service(found: Annotated[BinDayService | None, part(BinDayService)]) -> BinDayService:
    """The council's bin days. Raises NotFound where the pack has none."""
    if found is None:
        raise NotFound()
    return found


Service = Annotated[BinDayService, Depends(bin_day_service)]


@router.get("/bin-days")
async def ask(request: Request, service: Service, pages: PagesOf) -> HTMLResponse:
    """The page that asks for the postcode whose bin days are wanted."""
    return _page(request, pages)


@router.post("/bin-days")
async def look_up(
    request: Request, service: Service, pages: PagesOf, postcode: Typed = "", uprn: Typed = ""
) -> HTMLResponse:
    """The addresses of a postcode to choose from; with one chosen, its next collections."""
    shown: dict[str, Any] = {"postcode": postcode.strip()[:12]}
    try:
        if not uprn:
            return _page(request, pages, **shown, addresses=await service.addresses(postcode))
        return _page(request, pages, **shown, found=await service.at(postcode, uprn))
    except NotFound as problem:
        return _page(request, pages, HTTPStatus.UNPROCESSABLE_ENTITY, **shown, error=problem.detail)


@router.get("/bin-days/calendar/{round_slug}.ics")
async def calendar(
    service: Service,
    round_slug: Annotated[str, Path(max_length=60)],
    garden: Annotated[bool, Query()] = False,
) -> Response:
    """A round's collections, for a calendar to subscribe to."""
    content = service.ics(round_slug, garden=garden)
    headers = {"Content-Disposition": 'inline; filename="bin-days.ics"', "Cache-Control": "public, max-age=3600"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _page(request: Request, pages: Pages, status: int = 200, **shown: Any) -> HTMLResponse:
    nothing: dict[str, Any] = {"postcode": "", "addresses": None, "found": None, "error": None}
    page = pages.render(request, "bin_days.html", status, **{**nothing, **shown})
    page.headers["Cache-Control"] = "no-store"
    return page
