"""A page as its writer wrote it, before facts are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PageSource:
    """The fields of a page and its body, with `{{ facts }}` still in their places."""

    id: str
    service: str
    title: str
    summary: str
    url: str
    team: str
    reviewed_on: date | None
    actions: tuple[str, ...]
    synonyms: tuple[str, ...]
    body: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFault:
    """One thing to put right in a page. `line` counts from 1 within the field."""

    field: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.field}, line {self.line}: {self.what}" if self.field == "body" else f"{self.field}: {self.what}"
