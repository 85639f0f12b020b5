"""A council's website by its sitemap: every page that it lists and lets us read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from knowledge.importers.decode import decode
from knowledge.importers.fetch import AllowedContent, Fetched, Fetcher, FetchFailed, checked
from knowledge.importers.html_page import HtmlPage, NotHtml, read_html
from knowledge.importers.imported import (
    Imported,
    ImportProblem,
    ImportProgress,
    KnownPage,
    Level,
    SourceItem,
    Unchanged,
    imported,
)
from knowledge.importers.moments import as_moment
from knowledge.importers.robots import Robots, read_robots
from knowledge.importers.sitemap_files import SitemapFiles, SitemapPage, on_site

PAGE = AllowedContent(types=("text/html", "application/xhtml+xml"), most=3_000_000)
MOST_PAGES = 5000
MOST_BODY = 100_000  # characters: a page longer than that is a document, and no resident reads it here
FAILURES_IN_A_ROW = 10  # then the site is down, and asking on would only do harm


@dataclass
class Sitemap:
    """The pages of the website at `address`: its home page, or a sitemap of it.

    With `under`, only pages whose path begins with one of those are looked at. The key of a page is its address.
    """

    address: str
    fetcher: Fetcher
    under: tuple[str, ...] = ()
    most: int = MOST_PAGES
    progress: ImportProgress = field(default_factory=ImportProgress)

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """Every page listed, in the sitemap's order."""
        try:
            site = site_of(checked(self.address))
            robots = read_robots(site, self.fetcher)
        except FetchFailed as failure:
            yield ImportProblem(Level.ERROR, self.address[:300], f"Nothing was read. {failure}", cuts_short=True)
            return
        self.fetcher.slow_down(robots.delay)
        wanted: dict[str, SitemapPage] = {}
        for found in self._listed(site, robots):
            if isinstance(found, ImportProblem):
                yield found
            else:
                wanted.setdefault(found.url, found)
        if len(wanted) > self.most:
            message = f"The site lists {len(wanted)} pages; only the first {self.most} are read."
            yield ImportProblem(Level.WARNING, self.address, message, cuts_short=True)
        if not wanted:
            yield ImportProblem(
                Level.WARNING, self.address, "The site lists no page that may be read.", cuts_short=True
            )
        yield from self._read(dict(islice(wanted.items(), self.most)), robots, site, known)

    def _listed(self, site: str, robots: Robots) -> Iterator[SitemapPage | ImportProblem]:
        """The entries that are to be read, by their proper address; a line for each that is not."""
        files = SitemapFiles(self.fetcher, site)
        is_sitemap = urlsplit(self.address).path.endswith((".xml", ".xml.gz", ".gz"))
        ours = tuple(url for url in robots.sitemaps if on_site(url, site))
        starts = (self.address,) if is_sitemap else ours or (f"{site}/sitemap.xml",)
        for start in starts:
            for found in files.entries(start):
                if isinstance(found, ImportProblem):
                    yield found
                elif (urlsplit(found.url).path or "/").startswith(self.under or "/"):
                    yield self._judged(found, site, robots)

    def _judged(self, entry: SitemapPage, site: str, robots: Robots) -> SitemapPage | ImportProblem:
        try:
            url = checked(entry.url)
        except FetchFailed as failure:
            return ImportProblem(Level.WARNING, entry.url[:300], f"This address in the sitemap was skipped. {failure}")
        if not on_site(url, site):
            return ImportProblem(Level.WARNING, url, "This page is on another site, so it was skipped.")
        if not robots.allows(url):
            return ImportProblem(Level.NOTE, url, "robots.txt asks not to read this page, so it was skipped.", key=url)
        return SitemapPage(url, entry.modified)

    def _read(
        self, listed: Mapping[str, SitemapPage], robots: Robots, site: str, known: Mapping[str, KnownPage]
    ) -> Iterator[SourceItem]:
        failures = 0
        for number, entry in enumerate(listed.values()):
            self.progress = ImportProgress(number, len(listed))
            try:
                fetched = self._fetch(entry.url, known.get(entry.url))
                failures = 0
                yield self._found(entry, fetched, robots, site, listed) if fetched else Unchanged(entry.url)
            except FetchFailed as failure:
                failures = 0 if failure.is_gone else failures + 1
                yield ImportProblem(
                    Level.WARNING if failure.is_gone else Level.ERROR,
                    entry.url, str(failure), key=None if failure.is_gone else entry.url,
                )  # fmt: skip
            if failures >= FAILURES_IN_A_ROW:
                message = f"{failures} pages in a row could not be read, so the run stopped here. Try again later."
                yield ImportProblem(Level.ERROR, entry.url, message, cuts_short=True)
                return
        self.progress = ImportProgress(len(listed), len(listed))

    def _fetch(self, url: str, known: KnownPage | None) -> Fetched | None:
        return self.fetcher.get(url, PAGE, known.etag, known.last_modified) if known else self.fetcher.get(url, PAGE)

    def _found(
        self, entry: SitemapPage, fetched: Fetched, robots: Robots, site: str, listed: Mapping[str, SitemapPage]
    ) -> Imported | ImportProblem:
        if not on_site(fetched.url, site) or not robots.allows(fetched.url):
            return ImportProblem(
                Level.WARNING, entry.url, "The page redirects to where we may not read, so it was skipped."
            )
        try:
            page = read_html(decode(fetched.content, fetched.charset), fetched.url)
        except NotHtml as error:
            return ImportProblem(Level.ERROR, entry.url, str(error), key=entry.url)
        if what := _unusable(page):
            return ImportProblem(Level.WARNING, entry.url, what, key=entry.url)
        for twin in (fetched.url, page.canonical):
            if twin != entry.url and twin in listed:
                return ImportProblem(Level.NOTE, entry.url, f"This is the same page as {twin}, so it was skipped.")
        return imported(
            entry.url, page.title, page.body, url=fetched.url, summary=page.summary,
            updated_at=page.updated_at or as_moment(entry.modified) or as_moment(fetched.last_modified),
            etag=fetched.etag, last_modified=fetched.last_modified, lgsl=page.lgsl,
        )  # fmt: skip


def site_of(url: str) -> str:
    """Scheme and host of an address: `https://www.northbridge.example`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _unusable(page: HtmlPage) -> str:
    if not page.title:
        return "The page has no title, so it was skipped."
    if not page.body:
        return "The page has no text that could be read; perhaps a script writes it. It was skipped."
    if len(page.body) > MOST_BODY:
        return f"The page has more than {MOST_BODY:,} characters of text, so it was skipped."
    return ""
