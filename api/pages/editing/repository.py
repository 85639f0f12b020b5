"""The knowledge base's SQL: pages, versions, releases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.db.paging import one_page
from api.db.tables.pages import KbPage, KbRelease, KbVersion

CHANNEL = "reeve_release"
NEWEST_RELEASE = "select coalesce(max(number), 0) from kb_release"
PAGE_SIZE = 50
SORTS = ("id", "title", "status", "due", "changed")
_ONE_AT_A_TIME = 0x5EE7F  # advisory lock: publications follow one another, so a release is never half of another


@dataclass(frozen=True, slots=True)
class PageFilter:
    """Which pages to list; empty means any. `page` counts from 1.

    `overdue_on` asks for pages whose published words were to be looked at before that day; `sort` is a key of SORTS.
    """

    status: str = ""
    service: str = ""
    source: str = ""
    words: str = ""
    waiting: bool = False
    page: int = 1
    team: str = ""
    overdue_on: date | None = None
    ids: frozenset[str] | None = None
    sort: str = "id"


@dataclass(frozen=True, slots=True)
class PageWithNewest:
    """A page in a list, with its newest version."""

    page: KbPage
    newest: KbVersion


class PageRepository:
    """Pages and versions within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, *rows: KbPage | KbVersion) -> None:
        """Adds new pages and versions."""
        self._session.add_all(rows)
        await self._session.flush()

    async def page(self, page_id: str, *, lock: bool = False) -> KbPage | None:
        """The page; with `lock`, nobody else changes it or its versions until the transaction ends."""
        query = select(KbPage).where(KbPage.id == page_id)
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def by_external_key(self, key: str) -> KbPage | None:
        """The page that stands for this one of another system."""
        return await self._session.scalar(select(KbPage).where(KbPage.external_key == key))

    async def known(self, page_ids: Collection[str]) -> frozenset[str]:
        """Those of the ids that are taken."""
        return frozenset((await self._session.scalars(select(KbPage.id).where(KbPage.id.in_(page_ids)))).all())

    async def known_live(self, page_ids: Collection[str]) -> Sequence[str]:
        """Those of the ids that are pages and not retired, in order."""
        query = select(KbPage.id).where(KbPage.id.in_(page_ids), KbPage.status != "retired")
        return (await self._session.scalars(query.order_by(KbPage.id))).all()

    async def versions(self, page_id: str) -> Sequence[KbVersion]:
        """Every version of a page, newest first."""
        query = select(KbVersion).where(KbVersion.page_id == page_id).order_by(KbVersion.number.desc())
        return (await self._session.scalars(query)).all()

    async def version(self, page_id: str, number: int) -> KbVersion | None:
        """One version."""
        return await self._session.get(KbVersion, (page_id, number))

    async def newest(self) -> Mapping[str, KbVersion]:
        """The newest version of every page; rejected ones do not count."""
        return await self._newest_where(KbVersion.state != "rejected")

    async def newest_by(self, author: str) -> Mapping[str, KbVersion]:
        """The newest version of every page that an author wrote any of."""
        return await self._newest_where(KbVersion.author == author)

    async def pages(self) -> Mapping[str, KbPage]:
        """Every page."""
        return {page.id: page for page in (await self._session.scalars(select(KbPage))).all()}

    async def published(self) -> Sequence[KbVersion]:
        """The published version of every page that is published."""
        query = (
            select(KbVersion)
            .join(KbPage, and_(KbPage.id == KbVersion.page_id, KbPage.published_version == KbVersion.number))
            .order_by(KbVersion.page_id)
        )
        return (await self._session.scalars(query)).all()

    async def redirects(self) -> Mapping[str, str]:
        """Where retired pages lead: id to id."""
        query = select(KbPage.id, KbPage.redirect_to).where(KbPage.status == "retired")
        found = (await self._session.execute(query)).all()
        return {page_id: target for page_id, target in found if target is not None}

    async def listing(self, wanted: PageFilter, services: Collection[str] | None = None) -> Sequence[PageWithNewest]:
        """Pages in the order wanted: a page of them, and one more when there are others.

        `services` are those that the pages may be about; None means any.
        """
        numbers = (
            select(KbVersion.page_id, func.max(KbVersion.number).label("number")).group_by(KbVersion.page_id).subquery()
        )
        newest = aliased(KbVersion)
        query = (
            select(KbPage, newest)
            .join(numbers, numbers.c.page_id == KbPage.id)
            .join(newest, and_(newest.page_id == KbPage.id, newest.number == numbers.c.number))
            .where(*_conditions(wanted, newest, services))
            .order_by(*_order(wanted.sort, newest), KbPage.id)
        )
        rows = await self._session.execute(one_page(query, wanted.page, PAGE_SIZE))
        return [PageWithNewest(page, version) for page, version in rows.all()]

    async def counts(self) -> Mapping[str, int]:
        """How many pages stand where: status to number."""
        query = select(KbPage.status, func.count()).group_by(KbPage.status)
        return {row[0]: row[1] for row in (await self._session.execute(query)).all()}

    async def _newest_where(self, condition: ColumnElement[bool]) -> Mapping[str, KbVersion]:
        query = (
            select(KbVersion)
            .ext(distinct_on(KbVersion.page_id))
            .where(condition)
            .order_by(KbVersion.page_id, KbVersion.number.desc())
        )
        return {version.page_id: version for version in (await self._session.scalars(query)).all()}


class ReleaseRepository:
    """Reads and writes releases within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def alone(self) -> None:
        """Waits until no other publication is under way, and keeps the others waiting until this one ends."""
        await self._session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})

    async def newest(self) -> int:
        """The number of the newest release; 0 before the first."""
        return await self._session.scalar(select(func.coalesce(func.max(KbRelease.number), 0))) or 0

    async def add(self, by: str, what: str, pages: int = 0) -> int:
        """Numbers a release and tells every replica when the transaction commits. Call `alone` first."""
        release = KbRelease(by=by, what=what, pages=pages)
        self._session.add(release)
        await self._session.flush()
        await self._session.execute(
            text("select pg_notify(:channel, :number)"), {"channel": CHANNEL, "number": str(release.number)}
        )
        return release.number


def _order(sort: str, newest: type[KbVersion]) -> list[ColumnElement[Any]]:
    match sort:
        case "title":
            return [func.lower(newest.title)]
        case "status":
            return [KbPage.status.asc()]
        case "due":
            return [newest.review_due.asc().nulls_last()]
        case "changed":
            return [KbPage.updated_at.desc()]
        case _:
            return []


def _conditions(
    wanted: PageFilter, newest: type[KbVersion], services: Collection[str] | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if services is not None:
        found.append(newest.service.in_(services))
    if wanted.ids is not None:
        found.append(KbPage.id.in_(wanted.ids))
    if wanted.overdue_on is not None:
        late = select(KbVersion.page_id).where(KbVersion.state == "published", KbVersion.review_due < wanted.overdue_on)
        found.append(KbPage.id.in_(late))
    if wanted.status:
        found.append(KbPage.status == wanted.status)
    if wanted.service:
        found.append(newest.service == wanted.service)
    if wanted.source:
        found.append(KbPage.source == wanted.source)
    if wanted.waiting:
        found.append(newest.state == "in_review")
    if wanted.words:
        like = [column.icontains(wanted.words, autoescape=True) for column in (KbPage.id, newest.title, newest.body)]
        found.append(or_(*like))
    return found
