"""The knowledge base as the rest of the application sees it: reading, writing, publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.db.session import Database
from api.db.tables.pages import KbPage, KbVersion
from api.db.tables.staff import AuditEvent
from api.kernel import audit
from api.kernel.audit_reading import AuditRepository
from api.kernel.permissions import Member, Permission
from api.pages.editing.banners import Banners
from api.pages.editing.editing import Editing
from api.pages.editing.imports import Imports
from api.pages.editing.overrides import Overrides
from api.pages.editing.page_problems import PageNotFound, require
from api.pages.editing.repository import PAGE_SIZE, PageFilter, PageRepository, PageWithNewest
from api.pages.editing.sources import PageDraft, source_of
from api.pages.publication.compose import Composer
from api.pages.publication.live import LivePages
from api.pages.publication.publishing import Publishing
from knowledge.pack.load import CouncilPack
from knowledge.pack.page import Page
from knowledge.pack.page_source import PageFault


@dataclass(frozen=True, slots=True)
class PageListing:
    """Pages, how many stand where in all, and whether there are more."""

    pages: tuple[PageWithNewest, ...]
    counts: Mapping[str, int]
    more: bool


@dataclass(frozen=True, slots=True)
class PageHistory:
    """A page and its versions, newest first."""

    page: KbPage
    versions: Sequence[KbVersion]


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that staff do with pages. What residents read is in `live`."""

    database: Database
    pack: CouncilPack
    composer: Composer
    live: LivePages
    editing: Editing
    publishing: Publishing
    banners: Banners
    overrides: Overrides
    imports: Imports

    async def listing(self, member: Member, wanted: PageFilter) -> PageListing:
        """Pages in the order wanted."""
        require(member, Permission.SEE_PAGES)
        of_team = [each.slug for each in self.pack.services if each.team == wanted.team] if wanted.team else None
        async with self.database.transaction() as session:
            pages = PageRepository(session)
            found = await pages.listing(wanted, of_team)
            return PageListing(tuple(found[:PAGE_SIZE]), await pages.counts(), len(found) > PAGE_SIZE)

    async def history(self, member: Member, page_id: str) -> PageHistory:
        """One page with its versions. Raises PageNotFound."""
        require(member, Permission.SEE_PAGES)
        async with self.database.transaction() as session:
            pages = PageRepository(session)
            page = await pages.page(page_id)
            if page is None:
                raise PageNotFound()
            return PageHistory(page, await pages.versions(page_id))

    async def on_record(self, member: Member, page_id: str) -> Sequence[AuditEvent]:
        """What was done with a page, newest first."""
        require(member, Permission.SEE_PAGES)
        async with self.database.transaction() as session:
            return await AuditRepository(session).about(audit.page(page_id))

    def preview(self, page_id: str, draft: PageDraft) -> Page | tuple[PageFault, ...]:
        """The page as residents would read it among those that are live, or everything that is wrong with it."""
        edition = self.live.edition
        return self.composer.check(source_of(page_id, draft, self.composer.services), {*edition.pages, *edition.leads})
