"""What the council's own pages are made of: the council, what is published now, the page frame, the public address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from api.kernel.parts import part
from api.pages.publication.live import LivePages
from api.web.pages import Pages
from bot.council import Council


@dataclass(frozen=True, slots=True)
class Site:
    """The site that residents and other programs read. `public_url` has no slash at its end."""

    council: Council
    live: LivePages
    pages: Pages
    public_url: str


SiteOf = Annotated[Site, part(Site)]
