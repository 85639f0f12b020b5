"""What an importer finds: pages, pages that stayed as they were, and lines of a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class Level(StrEnum):
    """How much a line of the report matters."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Imported:
    """A page as its source has it: plain title and summary, safe Markdown, and what tells when it changes.

    `key` is stable between runs. `url` is where residents read it, empty if nowhere. `lgsl` is the number in
    the Local Government Services List that the page names for itself. `etag` and `last_modified` go into
    `KnownPage` of the next run, so that nothing is sent twice.
    """

    key: str
    url: str
    title: str
    summary: str
    body_markdown: str
    service: str | None
    updated_at: datetime | None
    digest: str
    etag: str | None = None
    last_modified: str | None = None
    lgsl: int | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that its source says is still the one we know."""

    key: str


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A line of the report, in plain English; `where` is an address, a file or a line of one.

    With `key`, the page of that key could not be read this time: it may well be there, so it is kept.
    `cuts_short` means that pages may be missing from the run, so none of it says that a page is gone.
    """

    level: Level
    where: str
    message: str
    key: str | None = None
    cuts_short: bool = False

    def __str__(self) -> str:
        line = f"{self.level.value}: {self.where}: {self.message}"
        return "".join(sign if sign.isprintable() else "?" for sign in line)  # a terminal obeys the others


class KnownPage(NamedTuple):
    """What is known of a page from the run before."""

    digest: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a run is; `of` is None until the source has told."""

    done: int = 0
    of: int | None = None


SourceItem = Imported | Unchanged | ImportProblem


class Importer(Protocol):
    """A source of pages. Cheap to make; the work happens while `pages` is read, once."""

    @property
    def progress(self) -> ImportProgress:
        """How far the reading of `pages` is."""
        ...

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """Everything that the source has, and every problem with it. Raises nothing that the source can cause."""
        ...


def imported(
    key: str,
    title: str,
    body: str,
    *,
    url: str = "",
    summary: str = "",
    service: str | None = None,
    updated_at: datetime | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    lgsl: int | None = None,
) -> Imported:
    """A page with the digest of what residents and staff would read in it; dates and headers do not count."""
    content = "\0".join([title, summary, body, url, service or "", str(lgsl or "")])
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    return Imported(key, url, title, summary, body, service, updated_at, digest, etag, last_modified, lgsl)
