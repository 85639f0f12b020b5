"""The SQL of banners, search overrides and import runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from api.db.base import now
from api.db.tables.pages import KbBanner, KbImportRun, KbOverride, KbPage, KbVersion
from knowledge.search.curated import Curation

MOST_LISTED = 200
MOST_VERSIONS = 1000


class ExtrasRepository:
    """Reads and writes banners, overrides and import runs within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, row: KbBanner | KbOverride | KbImportRun) -> int:
        """Adds a banner, an override or an import run; returns its id."""
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def banners(self) -> Sequence[KbBanner]:
        """Those that are on or still to come."""
        query = select(KbBanner).where(or_(KbBanner.ends_at.is_(None), KbBanner.ends_at > now()))
        return (await self._session.scalars(query.order_by(KbBanner.starts_at))).all()

    async def banner(self, banner_id: int) -> KbBanner | None:
        """One banner, locked until the transaction ends; None when there is none."""
        return await self._session.get(KbBanner, banner_id, with_for_update=True)

    async def overrides(self) -> Sequence[KbOverride]:
        """Every override, in order of its question."""
        query = select(KbOverride).order_by(KbOverride.phrase, KbOverride.page_id)
        return (await self._session.scalars(query)).all()

    async def override(self, override_id: int) -> KbOverride | None:
        """One override."""
        return await self._session.get(KbOverride, override_id)

    async def clear_override(self, phrase: str, page_id: str, kind: str) -> None:
        """Makes room for a new one: a page has one override a question, and a question one pinned page."""
        same_page = (
            (KbOverride.page_id == page_id)
            if kind == "exclude"
            else or_(KbOverride.page_id == page_id, KbOverride.kind == "pin")
        )
        await self._session.execute(delete(KbOverride).where(KbOverride.phrase == phrase, same_page))

    async def remove(self, row: KbOverride) -> None:
        """Deletes an override."""
        await self._session.delete(row)

    async def curation(self) -> Curation:
        """All overrides, in the form that search uses."""
        pinned: dict[str, str] = {}
        excluded: dict[str, set[str]] = defaultdict(set)
        for each in await self.overrides():
            if each.kind == "pin":
                pinned[each.phrase] = each.page_id
            else:
                excluded[each.phrase].add(each.page_id)
        return Curation(pinned, {phrase: frozenset(ids) for phrase, ids in excluded.items()})

    async def runs(self) -> Sequence[KbImportRun]:
        """Import runs, newest first."""
        query = select(KbImportRun).options(defer(KbImportRun.report)).order_by(KbImportRun.id.desc())
        query = query.limit(MOST_LISTED)
        return (await self._session.scalars(query)).all()

    async def run(self, run_id: int) -> KbImportRun | None:
        """One import run."""
        return await self._session.get(KbImportRun, run_id)

    async def validators(self, prefix: str) -> dict[str, Any]:
        """The ETags and dates of the newest run of a source that is done and has some."""
        settings = KbImportRun.settings
        query = (
            select(settings["validators"])
            .where(settings["prefix"].astext == prefix, KbImportRun.state == "done")
            .order_by(KbImportRun.id.desc())
            .limit(1)
        )
        return await self._session.scalar(query) or {}

    async def imported(self, prefix: str) -> Sequence[tuple[str, KbVersion]]:
        """The newest imported version of each page whose key begins so and that is not retired."""
        query = (
            select(KbPage.external_key, KbVersion)
            .join(KbVersion, KbVersion.page_id == KbPage.id)
            .where(KbPage.external_key.startswith(prefix, autoescape=True), KbPage.status != "retired")
            .where(KbVersion.author.startswith("import:"))
            .order_by(KbPage.id, KbVersion.number)
        )
        newest = {key: version for key, version in await self._session.execute(query) if key}
        return list(newest.items())

    async def versions_by(self, author: str) -> Sequence[KbVersion]:
        """Versions of an author, by page."""
        query = select(KbVersion).where(KbVersion.author == author).order_by(KbVersion.page_id).limit(MOST_VERSIONS)
        return (await self._session.scalars(query)).all()
