"""What a council page is, and the parts of it that can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PageAction(StrEnum):
    """What a resident can do from a page."""

    ANSWER = "answer"
    BOOK = "book"
    REPORT = "report"
    APPLY = "apply"
    PAY = "pay"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Page:
    """A council page about one service. `id` is its file's name; facts are already filled in.

    `synonyms` are what residents call it; `questions` are what they write when it is what they need.
    """

    id: str
    service: str
    title: str
    summary: str
    url: str
    team: str
    reviewed_on: date | None
    actions: tuple[PageAction, ...]
    synonyms: tuple[str, ...]
    body: str
    questions: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the page goes by: its synonyms, then its questions."""
        return (*self.synonyms, *self.questions)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page that can answer. `headings` leads from the page's title down to the part."""

    id: str
    page_id: str
    headings: tuple[str, ...]
    text: str
