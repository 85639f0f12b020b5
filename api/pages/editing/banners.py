"""Banners: words at the top of every page, for floods, closures and strikes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from api.db.base import now
from api.db.session import Database
from api.db.tables.pages import KbBanner
from api.kernel import audit
from api.kernel.errors import NotFound
from api.kernel.form_problems import FormProblem, one_line
from api.kernel.permissions import Member, Permission
from api.pages.editing.extras_repository import ExtrasRepository
from api.pages.editing.page_problems import require
from api.pages.editing.repository import ReleaseRepository
from api.pages.wording import say

LONGEST_TEXT = LONGEST_LINK = 300
_LINK = re.compile(r"(/(?!/)|https://[\w.-]+)[^\s<>\"'\\]*")


class Banners:
    """Shows and ends banners, each in a release of its own. One person suffices: an emergency cannot wait."""

    def __init__(
        self, database: Database, refresh: Callable[[], Awaitable[None]], clock: Callable[[], datetime] = now
    ) -> None:
        self._database, self._refresh, self._clock = database, refresh, clock

    async def show(
        self,
        member: Member,
        text: str,
        link: str | None = None,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
    ) -> int:
        """A new banner, from now on if no time is given; returns its id. Raises FormProblem."""
        require(member, Permission.PUBLISH_PAGES)
        words, begins = one_line(text), starts_at or self._clock()
        if not 0 < len(words) <= LONGEST_TEXT:
            raise FormProblem("text", say("banners.text", most=LONGEST_TEXT))
        if link and not (len(link) <= LONGEST_LINK and _LINK.fullmatch(link)):
            raise FormProblem("link", say("banners.link"))
        if ends_at is not None and ends_at <= begins:
            raise FormProblem("ends_at", say("banners.end_before_start"))
        row = KbBanner(text=words, link=link or None, starts_at=begins, ends_at=ends_at, created_by=member.username)
        async with self._database.transaction() as session:
            releases = ReleaseRepository(session)
            await releases.alone()
            banner_id = await ExtrasRepository(session).add(row)
            await releases.add(member.username, "banner")
            audit.record(session, member.username, audit.Action.BANNER_SHOWN, f"banner {banner_id}", {}, member.address)
        await self._refresh()
        return banner_id

    async def end(self, member: Member, banner_id: int) -> None:
        """Takes a banner down now; one that never began is as if it had never been. Raises NotFound."""
        require(member, Permission.PUBLISH_PAGES)
        at = self._clock()
        async with self._database.transaction() as session:
            releases = ReleaseRepository(session)
            await releases.alone()
            row = await ExtrasRepository(session).banner(banner_id)
            if row is None or (row.ends_at is not None and row.ends_at <= at):
                raise NotFound(say("banners.not_found"))
            if row.starts_at >= at:
                await session.delete(row)
            else:
                row.ends_at = at
            await releases.add(member.username, "banner")
            audit.record(session, member.username, audit.Action.BANNER_ENDED, f"banner {banner_id}", {}, member.address)
        await self._refresh()

    async def listing(self, member: Member) -> Sequence[KbBanner]:
        """Banners that are on or still to come."""
        require(member, Permission.SEE_PAGES)
        async with self._database.transaction() as session:
            return await ExtrasRepository(session).banners()
