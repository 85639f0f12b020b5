"""The council's own pages: home, services from A to Z, one page a service."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from api.conversation.shown_messages import html
from api.kernel.errors import NotFound
from api.pages.sharing.linked_data import government_service
from api.pages.site.a_to_z import a_to_z
from api.pages.site.listing import PageLink, listed
from api.pages.site.site import Site, SiteOf
from api.pages.wording import say

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, site: SiteOf) -> HTMLResponse:
    """The council's home page, with the assistant."""
    return site.pages.render(request, "home.html", services=_listed(site), csrf="")


@router.get("/services")
async def services(request: Request, site: SiteOf) -> HTMLResponse:
    """Every service, from A to Z."""
    return site.pages.render(request, "services.html", services=_listed(site))


@router.get("/services/{page_id}")
async def service(request: Request, page_id: str, site: SiteOf) -> Response:
    """One page; a retired one leads to the page that stands in for it."""
    edition = site.live.edition
    page = edition.pages.get(page_id)
    if page is None and (target := edition.leads.get(page_id)):
        return RedirectResponse(f"/services/{target}", HTTPStatus.MOVED_PERMANENTLY)
    if page is None:
        raise NotFound(say("site.service_not_found"))
    team = site.council.team_for(page.service)
    body = Markup(html(page.body))  # noqa: S704
    linked = government_service(page, site.council, site.public_url)
    shown: dict[str, Any] = {
        "page": page,
        "body": body,
        "phone": team.phone,
        "hours": team.hours,
        "linked": linked,
        "csrf": "",
    }
    return site.pages.render(request, "page.html", **shown)


@router.get("/a-to-z")
@router.get("/a-to-z/{letter}")
async def by_letter(request: Request, site: SiteOf, letter: str = "") -> HTMLResponse:
    """Every name that residents use for a page, a letter at a time."""
    names = a_to_z(site.live.edition.pages.values())
    wanted = letter.upper() or next(iter(names), "A")
    if letter and wanted not in names:
        raise NotFound(say("site.no_letter"))
    shown: dict[str, Any] = {"letters": tuple(names), "letter": wanted, "entries": names.get(wanted, [])}
    return site.pages.render(request, "a_to_z.html", **shown)


def _listed(site: Site) -> tuple[PageLink, ...]:
    return listed(site.council.pack.services, site.live.edition)


@router.get("/favicon.ico")
async def favicon() -> RedirectResponse:
    """Browsers ask for it whatever the page says."""
    return RedirectResponse("/static/mark.svg", 301)
