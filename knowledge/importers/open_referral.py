"""An Open Referral UK feed: what voluntary and council services a directory lists, one draft each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from knowledge.importers.fetch import Fetcher, FetchFailed, checked
from knowledge.importers.html_page import LONGEST_TITLE, words_of
from knowledge.importers.imported import Imported, ImportProblem, ImportProgress, KnownPage, Level, SourceItem, imported
from knowledge.importers.json_values import each, get_json, text
from knowledge.importers.markdown import as_line, safe_address
from knowledge.importers.moments import as_moment
from knowledge.importers.referral_service import lgsl, to_body

MOST_SERVICES = 5000
MOST_LISTS = 1000
FAILURES_IN_A_ROW = 10
CLOSED = ("inactive", "defunct")


@dataclass
class OpenReferral:
    """The services of the feed at `address` (with or without `/services`). The key of a page is its API address.

    Version 3 of the standard; the names that version 1 had for the same things are understood too.
    """

    address: str
    fetcher: Fetcher
    most: int = MOST_SERVICES
    progress: ImportProgress = field(default_factory=ImportProgress)

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """Every open service, in the feed's order."""
        base = self.address.rstrip("/").removesuffix("/services")
        ids: dict[str, None] = {}
        for listed in self._ids(f"{base}/services"):
            if isinstance(listed, ImportProblem):
                yield listed
            else:
                ids.setdefault(listed)
        failures = 0
        for number, key in enumerate(ids):
            self.progress = ImportProgress(number, len(ids))
            found = self._service(key)
            failures = failures + 1 if isinstance(found, ImportProblem) and found.key else 0
            yield found
            if failures >= FAILURES_IN_A_ROW:
                yield _cut(key, f"{failures} services in a row could not be read, so the run stopped here.")
                return
        self.progress = ImportProgress(len(ids), len(ids))

    def _ids(self, services: str) -> Iterator[str | ImportProblem]:
        """The addresses of all services, from list to list."""
        count = 0
        for page in range(1, MOST_LISTS + 1):
            url = f"{services}?page={page}"
            try:
                listing = get_json(self.fetcher, checked(url))
            except FetchFailed as failure:
                yield _cut(url, f"The list of services could not be read. {failure}")
                return
            here = [text(item, "id") for item in each(listing, "contents", "content")]
            for name in filter(None, here):
                count += 1
                if count > self.most:
                    yield _cut(url, f"The feed lists more than {self.most} services; only so many are read.")
                    return
                yield f"{services}/{quote(name, safe='')}"
            if not here or _is_last(listing, page):
                if (total := _number(listing, "total_items", "totalElements")) and count < total:
                    yield _cut(url, f"The feed says that it has {total} services, but lists {count}.")
                return
        yield _cut(services, f"The feed has more than {MOST_LISTS} lists; only so many are read.")

    def _service(self, key: str) -> Imported | ImportProblem:
        try:
            service = get_json(self.fetcher, key)
        except FetchFailed as failure:
            if failure.is_gone:
                return ImportProblem(Level.WARNING, key, str(failure))
            return ImportProblem(Level.ERROR, key, str(failure), key=key)
        title, body = as_line(text(service, "name"), LONGEST_TITLE), to_body(service, key)
        if text(service, "status").lower() in CLOSED:
            return ImportProblem(Level.NOTE, key, "This service is closed, so it was skipped.")
        if not title or not body:
            return ImportProblem(
                Level.WARNING, key, "This service has no name or no description; it was skipped.", key=key
            )
        return imported(
            key, title, body, url=safe_address(text(service, "url"), key), lgsl=lgsl(service),
            summary=as_line(words_of(text(service, "summary", "description"))),
            updated_at=as_moment(text(service, "last_modified", "assured_date")),
        )  # fmt: skip


def _is_last(listing: Mapping[str, Any], page: int) -> bool:
    total = _number(listing, "total_pages", "totalPages")
    return listing.get("last_page", listing.get("last")) is True or total is None or page >= total


def _number(listing: Mapping[str, Any], *names: str) -> int | None:
    value = text(listing, *names)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _cut(where: str, message: str) -> ImportProblem:
    return ImportProblem(Level.ERROR, where[:300], message, cuts_short=True)
