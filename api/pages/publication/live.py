"""What residents can read now: one edition at a time, exchanged whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from api.pages.publication.compose import lead_on
from knowledge.pack.facts import published_contacts
from knowledge.pack.page import Page
from knowledge.pack.page_source import PageFault
from knowledge.search.search import Searcher

PACK_EDITION = 0  # the release number of pages that come straight from the pack


@dataclass(frozen=True, slots=True)
class Banner:
    """Words at the top of every page, from one moment to another, or until somebody ends it."""

    text: str
    link: str | None
    starts_at: datetime
    ends_at: datetime | None

    def is_on(self, at: datetime) -> bool:
        """Whether the banner is shown at this moment."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class Edition:
    """All pages of one release, and search over them. It never changes, so whoever began with it can finish with it.

    `redirects` are those of retired pages, id to id. `faults` are of published pages that had to be left out.
    `due` is when each page is to be looked at again.
    """

    release: int
    searcher: Searcher
    redirects: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Sequence[PageFault]] = field(default_factory=dict)
    banners: Sequence[Banner] = ()
    due: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Pages by id, in order of id."""
        return {page.id: page for page in self.searcher.index.pages}

    @cached_property
    def leads(self) -> Mapping[str, str]:
        """Where the address of each retired page leads in the end."""
        return lead_on(self.redirects, self.pages)

    def banner(self, at: datetime) -> Banner | None:
        """What stands at the top of every page: the banner that began last."""
        on = [banner for banner in self.banners if banner.is_on(at)]
        return max(on, key=lambda banner: banner.starts_at, default=None)

    def overdue(self, on: date) -> int:
        """How many pages were to be looked at before that day."""
        return sum(day < on for day in self.due.values())

    @cached_property
    def contacts(self) -> frozenset[str]:
        """Phone numbers, e-mail addresses and postcodes that stand on the pages."""
        return published_contacts(text for page in self.pages.values() for text in (page.summary, page.body))


class LivePages:
    """Holds the edition in use. Readers take it once and keep it; a new one takes its place in one step."""

    def __init__(self, first: Edition) -> None:
        self._edition = first
        self._listeners: list[Callable[[Edition], None]] = []

    @property
    def edition(self) -> Edition:
        """The edition in use."""
        return self._edition

    def searcher(self) -> Searcher:
        """Search over the pages as they are now. See `bot.ports.Library`."""
        return self._edition.searcher

    def tell(self, listener: Callable[[Edition], None]) -> None:
        """Calls `listener` with the edition in use, and with each one that follows, before it is in use."""
        listener(self._edition)
        self._listeners.append(listener)

    def exchange(self, edition: Edition) -> None:
        """Makes an edition the one in use."""
        for listener in self._listeners:
            listener(edition)
        self._edition = edition
