"""The council pack's pages into the database: new ones added, changed ones published, edited ones left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.pages import KbPage, KbVersion
from api.pages.editing.editing import version_row
from api.pages.editing.repository import PageRepository, ReleaseRepository
from api.pages.editing.sources import PageDraft, draft_from, draft_of, due
from api.pages.publication.publishing import make_public, supersede
from api.pages.publication.workflow import PageStatus, VersionState
from api.pages.wording import say
from knowledge.pack.page_source import PageSource

PACK = "pack"


@dataclass(frozen=True, slots=True)
class SeedResult:
    """Ids of pages that were added and updated; of those that the pack changed but somebody here did too; of those
    that the pack no longer has. `release` is None when residents see no change."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    release: int | None = None


async def seed(database: Database, sources: Iterable[PageSource], clock: Callable[[], datetime] = now) -> SeedResult:
    """Brings the pack's pages in. Doing it again with the same pack does nothing."""
    drafts = {source.id: draft_of(source) for source in sources}
    async with database.transaction() as session:
        releases = ReleaseRepository(session)
        await releases.alone()
        planned = await plan(session, drafts)
        await _add(session, {page_id: drafts[page_id] for page_id in planned.added}, clock())
        newest = await PageRepository(session).newest()
        for page_id in planned.updated:
            await _update(session, newest[page_id], drafts[page_id], clock())
        changed = len(planned.added) + len(planned.updated)
        number = await releases.add(PACK, "pack", changed) if changed else None
    return SeedResult(planned.added, planned.updated, planned.left_alone, planned.gone, number)


async def plan(session: AsyncSession, drafts: dict[str, PageDraft]) -> SeedResult:
    """The changes that seeding would make to the pages."""
    repository = PageRepository(session)
    pages, newest, by_pack = await repository.pages(), await repository.newest(), await repository.newest_by(PACK)
    added = tuple(page_id for page_id in drafts if page_id not in pages)
    changed = [
        page_id
        for page_id, draft in drafts.items()
        if page_id in pages and (page_id not in by_pack or not _same(by_pack[page_id], draft))
    ]
    ours = {
        page_id
        for page_id in changed
        if page_id in newest and newest[page_id].author == PACK and pages[page_id].status == PageStatus.PUBLISHED
    }
    return SeedResult(
        added=added,
        updated=tuple(page_id for page_id in changed if page_id in ours),
        left_alone=tuple(page_id for page_id in changed if page_id not in ours),
        gone=tuple(sorted(page_id for page_id in by_pack if page_id not in drafts)),
    )


def _same(version: KbVersion, draft: PageDraft) -> bool:
    return draft_from(version) == replace(draft, review_due=due(draft))


async def _add(session: AsyncSession, drafts: Mapping[str, PageDraft], at: datetime) -> None:
    """New pages, published: all pages in one statement, then all versions in another."""
    pages = [KbPage(id=page_id, status=PageStatus.DRAFT, source=PACK) for page_id in drafts]
    versions = [_version(page.id, 1, None, drafts[page.id]) for page in pages]
    for page, version in zip(pages, versions, strict=True):
        make_public(page, version, None, at)
    await PageRepository(session).add(*pages)
    await PageRepository(session).add(*versions)


async def _update(session: AsyncSession, newest: KbVersion, draft: PageDraft, at: datetime) -> None:
    repository = PageRepository(session)
    page = await repository.page(newest.page_id, lock=True)
    if page is not None:
        await supersede(session, page)
        number = 1 + (await repository.versions(page.id))[0].number
        version = _version(page.id, number, newest.number, draft)
        make_public(page, version, None, at)
        await repository.add(version)


def _version(page_id: str, number: int, base: int | None, draft: PageDraft) -> KbVersion:
    return version_row(page_id, number, base, draft, PACK, VersionState.PUBLISHED, say("publishing.from_pack"))
