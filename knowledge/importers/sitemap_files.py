"""Reads sitemaps: the addresses of a site's pages, from sitemap files and indexes of them, gzipped or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from knowledge.importers.fetch import AllowedContent, Fetcher, FetchFailed
from knowledge.importers.imported import ImportProblem, Level
from knowledge.importers.inflate import TooBig, gunzip

MOST_FILES = 100
DEEPEST = 3  # indexes within indexes
LARGEST = 20_000_000  # bytes of one file, unpacked
TYPES = (
    "application/xml", "text/xml", "application/gzip", "application/x-gzip", "application/octet-stream",
    "text/plain", "application/rss+xml", "application/atom+xml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page that a sitemap lists; `modified` is as written there."""

    url: str
    modified: str


@dataclass
class SitemapFiles:
    """Follows sitemaps from some addresses on. Only files on `site` are read."""

    fetcher: Fetcher
    site: str
    _seen: set[str] = field(default_factory=set)

    def entries(self, url: str, depth: int = 0) -> Iterator[SitemapPage | ImportProblem]:
        """Every page listed, and a problem that cuts the run short for every file that cannot be read."""
        if url in self._seen:
            return
        if len(self._seen) >= MOST_FILES or depth > DEEPEST:
            yield _cut(url, f"More than {MOST_FILES} sitemaps, or sitemaps {DEEPEST} deep, are not read.")
            return
        self._seen.add(url)
        try:
            root = self._root(url)
        except FetchFailed as failure:
            yield _cut(url, f"This sitemap could not be read. {failure}")
            return
        match etree.QName(root).localname:
            case "urlset":
                yield from _listed(root, "url")
            case "sitemapindex":
                for entry in _listed(root, "sitemap"):
                    yield from self._inner(entry.url, depth)
            case name:
                yield _cut(url, f"This is not a sitemap: it begins with <{name[:40]}>.")

    def _inner(self, url: str, depth: int) -> Iterator[SitemapPage | ImportProblem]:
        if on_site(url, self.site):
            yield from self.entries(url, depth + 1)
        else:
            yield ImportProblem(Level.WARNING, url[:300], "This sitemap is on another site, so it was not read.")

    def _root(self, url: str) -> etree._Element:
        fetched = self.fetcher.get(url, AllowedContent(TYPES, LARGEST))
        content = fetched.content if fetched else b""
        try:
            content = gunzip(content, LARGEST) if content.startswith(b"\x1f\x8b") else content
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            return etree.fromstring(content, parser)
        except TooBig:
            raise FetchFailed(f"It is larger than {LARGEST // 1_000_000} MB when unpacked.") from None
        except zlib.error:
            raise FetchFailed("It is compressed, and the compression is broken.") from None
        except (etree.XMLSyntaxError, ValueError) as error:
            raise FetchFailed(f"It is not well-formed XML ({str(error)[:100]}).") from None


def on_site(url: str, site: str) -> bool:
    """Whether the address is on the site (`https://host:port`); http, https and "www." make no difference."""
    return _host(url) == _host(site)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0].lower().removeprefix("www.")


def _listed(root: etree._Element, name: str) -> Iterator[SitemapPage]:
    for child in root.iter(f"{{*}}{name}"):
        values = {
            etree.QName(field).localname: (field.text or "").strip() for field in child.iter("{*}loc", "{*}lastmod")
        }
        if values.get("loc"):
            yield SitemapPage(values["loc"], values.get("lastmod", ""))


def _cut(url: str, message: str) -> ImportProblem:
    return ImportProblem(Level.ERROR, url[:300], message, cuts_short=True)
