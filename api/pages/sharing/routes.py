"""The reading interface: published pages, an Open Referral UK feed and the council pack. For everybody."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response

from api.kernel.errors import NotFound, problems
from api.kernel.parts import part
from api.pages.sharing.linked_data import government_service
from api.pages.sharing.open_referral import PROFILE, VERSION, Feed
from api.pages.sharing.schemas import PageDetail, PageList, PageSummary
from api.pages.sharing.service import Sharing
from api.pages.site.site import Site, SiteOf
from api.pages.wording import say
from knowledge.pack.page import Page

router = APIRouter(prefix="/api/v1", tags=["Reading"])

PageId = Annotated[str, Path(max_length=80, description="The page's id.", examples=["missed-bin"])]
Number = Annotated[int, Query(ge=1, le=100_000, description="Which part of the list.")]
Size = Annotated[int, Query(ge=1, le=200, description="How many at once.")]


@router.get("/pages", responses=problems(422, 503), summary="List the published pages")
async def pages(site: SiteOf, page: Number = 1, per_page: Size = 100) -> PageList:
    """Every page that residents can read, in order of id."""
    edition = site.live.edition
    every = list(edition.pages.values())
    some = every[(page - 1) * per_page : page * per_page]
    listed = [PageSummary.of(each, site.public_url) for each in some]
    return PageList(total=len(every), page=page, per_page=per_page, release=edition.release, pages=listed)


@router.get("/pages/{page_id}.jsonld", responses=problems(404, 422, 503), summary="A page as schema.org linked data")
async def linked_data(page_id: PageId, site: SiteOf) -> JSONResponse:
    """One page as a `GovernmentService` of schema.org."""
    found = government_service(_page(site, page_id), site.council, site.public_url)
    return JSONResponse(found, media_type="application/ld+json")


@router.get("/pages/{page_id}", responses=problems(404, 422, 503), summary="Read a page")
async def page(page_id: PageId, site: SiteOf) -> PageDetail:
    """One page, with its words as Markdown."""
    return PageDetail.of(_page(site, page_id), site.public_url)


@router.get("/openreferral", responses=problems(503), summary="About the Open Referral UK feed")
async def feed_about(site: SiteOf) -> dict[str, Any]:
    """Which version of the standard the feed keeps to."""
    described = f"{site.public_url}/openapi.json"
    return {"version": VERSION, "profile": PROFILE, "openapi_url": described}


@router.get("/openreferral/services", responses=problems(422, 503), summary="List services, Open Referral UK")
async def feed(site: SiteOf, page: Number = 1, per_page: Size = 50) -> dict[str, Any]:
    """Services as Open Referral UK lists them."""
    return _feed(site).listed(page, per_page)


@router.get(
    "/openreferral/services/{service_id}", responses=problems(404, 422, 503), summary="A service, Open Referral UK"
)
async def feed_service(service_id: UUID, site: SiteOf) -> dict[str, Any]:
    """One service with its contact and its number in the Local Government Services List."""
    found = _feed(site).service(service_id)
    if found is None:
        raise NotFound()
    return found


@router.get(
    "/pack.zip",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, **problems(503)},
    summary="The council pack",
)
async def pack(site: SiteOf, shares: Annotated[Sharing, part(Sharing)]) -> Response:
    """Everything that is published, as one zip that another council can import."""
    name = f"{site.council.pack.slug}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(await shares.pack(), media_type="application/zip", headers=headers)


def _page(site: Site, page_id: str) -> Page:
    found = site.live.edition.pages.get(page_id)
    if found is None:
        raise NotFound(say("site.page_not_found"))
    return found


def _feed(site: Site) -> Feed:
    return Feed(site.live.edition.pages, site.council, site.public_url)
