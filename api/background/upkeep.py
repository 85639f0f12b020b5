"""Background jobs that run by the clock: closing idle conversations, erasing old ones, ending old sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from api.conversation.change_owner import end_idle
from api.conversation.photos.photos import Photos
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.rate_limits import RateLimit
from api.db.tables.staff import StaffSession
from api.reports.repository import ReportRepository
from api.settings import Settings
from api.staff.sign_in.sign_in_waits import forget_networks
from api.vault.service import Vault

BATCH = 500  # conversations erased in one transaction


@dataclass(frozen=True)
class Upkeep:
    """What has to be done now and then. Every part may run twice, or at the same time elsewhere, without harm."""

    database: Database
    vault: Vault
    settings: Settings

    async def close_idle(self) -> int:
        """Closes conversations that nobody has written in for a while and no person owns; returns how many."""
        before = now() - timedelta(minutes=self.settings.idle_close_minutes)
        async with self.database.transaction() as session:
            return await end_idle(session, before, now())

    async def erase_old(self) -> int:
        """Erases closed conversations older than they may be, and what was left of erased ones; returns how many.

        A case under way keeps its conversation, however old: see `overdue`.
        """
        erased = 0
        while count := await self._erase_batch():
            erased += count
        return erased

    async def _erase_batch(self) -> int:
        before = now() - timedelta(days=self.settings.retention_days)
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            ids = await chat.due_for_erasure(before, BATCH)
            await chat.delete(ids)  # the vault's rows go with them
            return len(ids)

    async def overdue(self) -> int:
        """How many conversations would have been erased by now if nobody were still working on them."""
        before = now() - timedelta(days=self.settings.retention_days)
        query = select(func.count()).select_from(Conversation).where(Conversation.updated_at < before)
        async with self.database.transaction() as session:
            return await session.scalar(query) or 0

    async def sweep_reports(self) -> int:
        """Removes reports that never got a case, and photos that nobody has any more; returns how many."""
        async with self.database.transaction() as session:
            reports = await ReportRepository(session).sweep()
        return reports + await Photos(self.database, self.vault, self.settings.photos_dir).sweep()

    async def end_sessions(self) -> int:
        """Removes staff sessions that have run out, and limits that hold nobody up now; returns how many sessions."""
        async with self.database.transaction() as session:
            statement = delete(StaffSession).where(StaffSession.expires_at < now())
            result = await session.execute(statement.returning(StaffSession.token_digest))
            await forget_networks(session, now())
            await session.execute(delete(RateLimit).where(RateLimit.whole_at < now()))
            return len(result.all())
