"""Renders templates, with what every page needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.conversation.hidden_words import chips, readable, readable_html
from api.db.base import now
from api.settings import Settings
from bot.council import Council

TEMPLATES = Path(__file__).with_name("templates")


class LiveEdition(Protocol):
    """What is published now, as the frame of every page needs it."""

    def overdue(self, on: date) -> int:
        """How many live pages were to be looked at before that day."""

    def banner(self, at: datetime) -> object | None:
        """The words at the top of every page at that moment, if any."""


class Live(Protocol):
    """Holds the edition that residents read now; it is exchanged whole."""

    @property
    def edition(self) -> LiveEdition:
        """The edition in use."""


class Pages:
    """The site's pages. Everything that is filled in is escaped."""

    def __init__(self, council: Council, settings: Settings, live: Live | None = None) -> None:
        self._live = live
        self._common = {
            "council": {"name": council.name, "website": council.pack.council.get("website", "")},
            "facts": nested(council.pack.facts),
            "public_url": settings.public_url,
        }
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"chips": chips, "readable": readable, "readable_html": readable_html}

    def overdue(self, on: date) -> int:
        """How many live pages were to be looked at before that day."""
        return self._live.edition.overdue(on) if self._live else 0

    def render(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """The page as a response."""
        banner = self._live.edition.banner(now()) if self._live else None
        common = {**self._common, "here": request.url.path, "banner": banner}
        html = self._templates.get_template(template).render(**{**common, **context})
        return HTMLResponse(html, status)


def nested(flat: Mapping[str, str]) -> dict[str, Any]:
    """`{"common.phone.waste": "..."}` as `{"common": {"phone": {"waste": "..."}}}`."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        branch = tree
        for step in path:
            branch = branch.setdefault(step, {})
        branch[last] = value
    return tree
