"""The council's emergency banner for the chat panel: on another site that is all a resident sees of the council."""

from __future__ import annotations

from urllib.parse import urljoin

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.db.base import now
from api.kernel.errors import problems
from api.pages.site.site import SiteOf

FRESH = 60  # seconds that anybody may keep the answer: a flood cannot wait longer

router = APIRouter()


class BannerShown(BaseModel):
    """What stands at the top of every page of the council just now."""

    text: str = Field(examples=["Mill Lane is flooded. Stay away from the river."])
    link: str | None = Field(None, description="Where to read more.")


class BannerNow(BaseModel):
    """The banner at the top of the site now, or none."""

    banner: BannerShown | None = None


@router.get("/api/v1/banner", tags=["Reading"], responses=problems(503), summary="The banner of every page")
async def banner(site: SiteOf, response: Response) -> BannerNow:
    """The words that the council has put at the top of its pages for now, the same for everybody. Keep it a minute."""
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    shown = site.live.edition.banner(now())
    if shown is None:
        return BannerNow()
    link = urljoin(f"{site.public_url.rstrip('/')}/", shown.link) if shown.link else None
    return BannerNow(banner=BannerShown(text=shown.text, link=link))
