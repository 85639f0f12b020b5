"""Makes editions: from the pack, or from what the database has published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import structlog

from api.db.session import Database
from api.pages.editing.extras_repository import ExtrasRepository
from api.pages.editing.repository import PageRepository, ReleaseRepository
from api.pages.editing.sources import draft_from, source_of
from api.pages.publication.compose import Composer
from api.pages.publication.live import PACK_EDITION, Banner, Edition
from knowledge.pack.load import CouncilPack
from knowledge.pack.page import Page
from knowledge.pack.page_source import PageSource
from knowledge.search.curated import CuratedSearcher, Curation, normal
from knowledge.search.encoder import Encoder
from knowledge.search.index import build_index
from knowledge.search.search import Searcher

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Contents:
    """What the database has published: a release, its pages as written, where retired ones lead."""

    release: int
    sources: Sequence[PageSource]
    redirects: Mapping[str, str]
    banners: Sequence[Banner] = ()
    curation: Curation = field(default_factory=Curation)
    due: Mapping[str, date] = field(default_factory=dict)


async def read_contents(database: Database, composer: Composer) -> Contents:
    """The newest release."""
    async with database.transaction() as session:
        pages = PageRepository(session)
        release = await ReleaseRepository(session).newest()
        published = await pages.published()
        sources = [source_of(each.page_id, draft_from(each), composer.services) for each in published]
        due = {each.page_id: each.review_due for each in published if each.review_due is not None}
        extras = ExtrasRepository(session)
        banners = [Banner(each.text, each.link, each.starts_at, each.ends_at) for each in await extras.banners()]
        return Contents(release, sources, await pages.redirects(), banners, await extras.curation(), due)


@dataclass(frozen=True)
class EditionMaker:
    """Knows the encoder and where the index is kept. Encodes only what no earlier index has."""

    encoder: Encoder
    index_dir: Path

    def from_pack(self, pack: CouncilPack) -> Edition:
        """The pack's own pages: all there is without a database."""
        return Edition(PACK_EDITION, self._searcher(pack.pages))

    def from_contents(self, contents: Contents, composer: Composer) -> Edition:
        """A release. A page that no longer keeps the rules is left out and reported: better none than a wrong one."""
        composed = composer.compose(contents.sources, contents.redirects)
        for page_id, faults in composed.faults.items():
            log.error("page_left_out", page=page_id, faults=[str(fault) for fault in faults])
        pages = with_pins(composed.pages, contents.curation)
        searcher = CuratedSearcher(self._searcher(pages), contents.curation)
        return Edition(contents.release, searcher, contents.redirects, composed.faults, contents.banners, contents.due)

    def _searcher(self, pages: Sequence[Page]) -> Searcher:
        searcher = Searcher(build_index(pages, self.encoder, self.index_dir), self.encoder)
        searcher.warm_up()
        return searcher


def with_pins(pages: Sequence[Page], curation: Curation) -> tuple[Page, ...]:
    """The pages, with what staff pinned to each among its questions: then it counts for questions alike as well."""
    pinned: dict[str, list[str]] = {}
    for phrase, page_id in curation.pinned.items():
        pinned.setdefault(page_id, []).append(phrase)
    return tuple(_asked(page, pinned[page.id]) if page.id in pinned else page for page in pages)


def _asked(page: Page, phrases: Sequence[str]) -> Page:
    known = {normal(name) for name in page.names}
    return replace(page, questions=(*page.questions, *(phrase for phrase in phrases if phrase not in known)))
