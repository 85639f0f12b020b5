"""Publishing and retiring: several pages in one release, each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.pages import KbPage, KbVersion
from api.kernel import audit
from api.kernel.permissions import Member, Permission
from api.pages.editing.page_problems import NotNow, PageNotFound, Unpublishable, require
from api.pages.editing.repository import PageRepository, ReleaseRepository
from api.pages.editing.sources import draft_from, source_of
from api.pages.publication.compose import Composer
from api.pages.publication.settle import PageChange, SettledChanges, settle
from api.pages.publication.workflow import (
    OutOfStep,
    PageStatus,
    VersionState,
    VersionStep,
    VersionSummary,
    after,
    check_second_person,
)
from api.pages.wording import say


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What came of publishing or retiring several pages. `release` is None when residents see no change."""

    release: int | None
    done: tuple[str, ...]
    refused: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Chosen:
    page: KbPage
    version: KbVersion | None
    change: PageChange


class Publishing:
    """Changes what residents read. `refresh` brings this process up to date; other replicas hear of the release."""

    def __init__(
        self,
        database: Database,
        composer: Composer,
        refresh: Callable[[], Awaitable[None]],
        *,
        alone: bool = False,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._composer, self._refresh = database, composer, refresh
        self._alone, self._clock = alone, clock

    async def publish(self, member: Member, page_id: str, number: int) -> int:
        """Publishes one version; returns the release. Raises NotNow, Unpublishable or PageNotFound."""
        done = await self.publish_all(member, {page_id: number})
        if done.release is None:
            raise Unpublishable(done.refused)
        return done.release

    async def publish_all(self, member: Member, chosen: Mapping[str, int]) -> PublishResult:
        """Publishes a version of each page (id to number) in one release; refuses those that cannot be."""
        require(member, Permission.PUBLISH_PAGES)

        async def choose(pages: PageRepository, page: KbPage) -> _Chosen:
            version = await self._publishable(pages, member, page.id, chosen[page.id])
            return _Chosen(page, version, PageChange(source_of(page.id, draft_from(version), self._composer.services)))

        return await self._release(member, "publish", sorted(chosen), choose)

    async def retire(self, member: Member, page_id: str, redirect_to: str | None = None) -> int | None:
        """Takes one page away; its address leads to another page, if one is named.

        Returns the release, or None for a page that residents never saw. Raises NotNow, Unpublishable or PageNotFound.
        """
        done = await self.retire_all(member, [page_id], redirect_to)
        if done.refused:
            raise Unpublishable(done.refused)
        return done.release

    async def retire_all(
        self, member: Member, page_ids: Sequence[str], redirect_to: str | None = None
    ) -> PublishResult:
        """Takes pages away in one release. Raises NotNow when the target is no published page."""
        require(member, Permission.PUBLISH_PAGES)

        async def choose(pages: PageRepository, page: KbPage) -> _Chosen:
            target = await pages.page(redirect_to) if redirect_to else None
            if redirect_to and (target is None or target.published_version is None or redirect_to in page_ids):
                raise NotNow(say("publishing.stand_in"))
            if page.status == PageStatus.RETIRED:
                raise NotNow(say("publishing.retired_already"))
            return _Chosen(page, None, PageChange(None, redirect_to))

        return await self._release(member, "retire", sorted(set(page_ids)), choose)

    def obstacle(self, member: Member, versions: Sequence[KbVersion], number: int) -> str | None:
        """Why this member may not publish a version of these, in words for them; None when nothing is in the way."""
        known = {version.number: version for version in versions}
        written = {
            each.number: VersionSummary(each.number, each.base, each.author, each.published_at is not None)
            for each in known.values()
        }
        try:
            after(VersionState(known[number].state), VersionStep.PUBLISH)
            check_second_person(written, number, member.username, alone=self._alone)
        except OutOfStep as refused:
            return str(refused)
        return None

    async def _release(
        self,
        member: Member,
        what: str,
        page_ids: Sequence[str],
        choose: Callable[[PageRepository, KbPage], Awaitable[_Chosen]],
    ) -> PublishResult:
        async with self._database.transaction() as session:
            releases, pages = ReleaseRepository(session), PageRepository(session)
            await releases.alone()
            chosen, refused = await _choose_each(pages, page_ids, choose)
            visible = {
                page_id: each
                for page_id, each in chosen.items()
                if each.version is not None or each.page.published_version is not None
            }
            settled = await self._settle(pages, {page_id: each.change for page_id, each in visible.items()})
            refused |= settled.refused
            done = [page_id for page_id in chosen if page_id not in refused]
            number = await releases.add(member.username, what, len(done)) if settled.accepted else None
            for page_id in done:
                await self._carry_out(session, member, chosen[page_id], number)
        if number is not None:
            await self._refresh()
        return PublishResult(number, tuple(done), refused)

    async def _settle(self, pages: PageRepository, changes: Mapping[str, PageChange]) -> SettledChanges:
        before = {
            version.page_id: source_of(version.page_id, draft_from(version), self._composer.services)
            for version in await pages.published()
        }
        return settle(self._composer, before, await pages.redirects(), changes)

    async def _publishable(self, pages: PageRepository, member: Member, page_id: str, number: int) -> KbVersion:
        versions = {version.number: version for version in await pages.versions(page_id)}
        if number not in versions:
            raise PageNotFound(say("publishing.no_version"))
        if why := self.obstacle(member, list(versions.values()), number):
            raise NotNow(why)
        return versions[number]

    async def _carry_out(self, session: AsyncSession, member: Member, chosen: _Chosen, release: int | None) -> None:
        page, version, redirect_to = chosen.page, chosen.version, chosen.change.redirect_to
        await supersede(session, page)
        details: dict[str, audit.Detail] = {"release": release}
        if version is None:
            page.status, page.published_version, page.redirect_to = PageStatus.RETIRED, None, redirect_to
            action, details["redirect_to"] = audit.Action.PAGE_RETIRED, redirect_to
        else:
            make_public(page, version, member.username, self._clock())
            action, details["version"] = audit.Action.PAGE_PUBLISHED, version.number
        page.updated_at = self._clock()
        audit.record(session, member.username, action, audit.page(page.id), details, member.address)


async def supersede(session: AsyncSession, page: KbPage) -> None:
    """The published version, if there is one, is so no longer."""
    if page.published_version is not None:
        old = await PageRepository(session).version(page.id, page.published_version)
        if old is not None:
            old.state = VersionState.SUPERSEDED
            await session.flush()  # no page has two published versions, not even for a moment


def make_public(page: KbPage, version: KbVersion, reviewer: str | None, at: datetime) -> None:
    """Residents read this version from the next release on."""
    version.state, version.reviewer, version.published_at = VersionState.PUBLISHED, reviewer, at
    page.status, page.published_version, page.redirect_to = PageStatus.PUBLISHED, version.number, None
    page.service = version.service


async def _choose_each(
    pages: PageRepository,
    page_ids: Sequence[str],
    choose: Callable[[PageRepository, KbPage], Awaitable[_Chosen]],
) -> tuple[dict[str, _Chosen], dict[str, tuple[str, ...]]]:
    """What is to be done with each page, locked; and why nothing can be done with the others."""
    chosen: dict[str, _Chosen] = {}
    refused: dict[str, tuple[str, ...]] = {}
    for page_id in page_ids:
        page = await pages.page(page_id, lock=True)
        try:
            if page is None:
                raise PageNotFound()
            chosen[page_id] = await choose(pages, page)
        except (NotNow, PageNotFound) as problem:
            if len(page_ids) == 1:
                raise
            refused[page_id] = (problem.detail,)
    return chosen, refused
