"""A LocalGov Drupal site by its JSON:API; by its sitemap where that is switched off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urljoin

from knowledge.importers.fetch import Fetcher, FetchFailed, checked
from knowledge.importers.html_page import LONGEST_TITLE, as_lgsl, read_fragment
from knowledge.importers.imported import Imported, ImportProblem, ImportProgress, KnownPage, Level, SourceItem, imported
from knowledge.importers.json_values import each, get_json, inside, text
from knowledge.importers.markdown import as_line
from knowledge.importers.moments import as_moment
from knowledge.importers.robots import read_robots
from knowledge.importers.sitemap import MOST_BODY, MOST_PAGES, Sitemap, site_of
from knowledge.importers.sitemap_files import on_site

SERVICES_PAGE = "localgov_services_page"
_QUERY = "page%5Blimit%5D=50&sort=drupal_internal__nid"


@dataclass
class LocalgovDrupal:
    """The service pages of the site at `address`. The key of a page is its address, as in its sitemap."""

    address: str
    fetcher: Fetcher
    kind: str = SERVICES_PAGE
    most: int = MOST_PAGES
    _progress: ImportProgress = field(default_factory=ImportProgress)
    _instead: Sitemap | None = None

    @property
    def progress(self) -> ImportProgress:
        return self._instead.progress if self._instead else self._progress

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """Every published page of that kind, in the order in which they were made."""
        try:
            site = site_of(checked(self.address))
            robots = read_robots(site, self.fetcher)
        except FetchFailed as failure:
            yield _cut(self.address, f"Nothing was read. {failure}")
            return
        self.fetcher.slow_down(robots.delay)
        url = f"{site}/jsonapi/node/{quote(self.kind, safe='')}?{_QUERY}"
        try:
            first = get_json(self.fetcher, url) if robots.allows(url) else None
        except FetchFailed as failure:
            if not _is_off(failure):
                yield _cut(url, f"Nothing was read. {failure}")
                return
            first = None
        if first is None:
            yield ImportProblem(
                Level.NOTE, url, "JSON:API is switched off there, so the site's sitemap is read instead."
            )
            self._instead = Sitemap(site, self.fetcher, most=self.most)
            yield from self._instead.pages(known)
        else:
            yield from self._nodes(site, url, first)

    def _nodes(self, site: str, url: str, listing: dict[str, Any]) -> Iterator[SourceItem]:
        """The pages of this listing and of those that it leads on to."""
        seen: set[str] = set()
        while True:
            seen.add(url)
            for node in each(listing, "data"):
                if self._progress.done >= self.most:
                    yield _cut(url, f"There are more than {self.most} pages; only so many are read.")
                    return
                yield from self._page(site, node)
                self._progress = ImportProgress(self._progress.done + 1, _count(listing))
            following = _next(listing, url)
            if not following:
                return
            if following in seen or not on_site(following, site):
                yield _cut(following, "The list of pages leads in a circle or off the site, so it was not followed.")
                return
            url = following
            try:
                listing = get_json(self.fetcher, url)
            except FetchFailed as failure:
                yield _cut(url, f"The list of pages could not be read to its end. {failure}")
                return

    def _page(self, site: str, node: Mapping[str, Any]) -> Iterator[Imported | ImportProblem]:
        values = inside(node, "attributes")
        if values.get("status") is False:
            return
        body, path = inside(values, "body"), text(inside(values, "path"), "alias")
        path = path or f"/node/{text(values, 'drupal_internal__nid')}"
        try:
            key = checked(f"{site}/{path.lstrip('/')}")
        except FetchFailed as failure:
            yield ImportProblem(Level.WARNING, path[:300], f"The page was skipped. {failure}")
            return
        title = as_line(text(values, "title"), LONGEST_TITLE)
        markdown = read_fragment(text(body, "processed", "value"), key)
        if not title or not markdown or len(markdown) > MOST_BODY:
            what = "more text than a page may have" if markdown and title else "no title or no text of its own"
            yield ImportProblem(Level.WARNING, key, f"The page has {what}, so it was skipped.", key=key)
            return
        yield imported(
            key, title, markdown, url=key, summary=as_line(text(body, "summary")),
            updated_at=as_moment(text(values, "changed")), lgsl=_lgsl(values),
        )  # fmt: skip


def _is_off(failure: FetchFailed) -> bool:
    """Whether the failure says that there is no JSON:API, rather than that it is out of order."""
    return failure.status is not None and failure.status < 500 and failure.status != 429


def _next(listing: Mapping[str, Any], url: str) -> str:
    links = inside(listing, "links")
    href = text(inside(links, "next"), "href") or text(links, "next")
    try:
        return checked(urljoin(url, href)) if href else ""
    except (FetchFailed, ValueError):
        return href


def _count(listing: Mapping[str, Any]) -> int | None:
    count = inside(listing, "meta").get("count")
    return count if isinstance(count, int) else None


def _lgsl(values: Mapping[str, Any]) -> int | None:
    return next((found for name in values if "lgsl" in name.lower() and (found := as_lgsl(values[name]))), None)


def _cut(where: str, message: str) -> ImportProblem:
    return ImportProblem(Level.ERROR, where[:300], message, cuts_short=True)
