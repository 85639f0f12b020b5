"""The vault's SQL over all its keys: what a rotation and a check read and write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.vault import KeptSecret, VaultFingerprint, VaultKey, VaultValue

_LOCK = 0x5EA1ED  # one change of master keys at a time


class KeyRepository:
    """The wrapped keys of all conversations, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def alone(self) -> bool:
        """Whether nobody else is changing master keys; then nobody can until the transaction ends."""
        return bool(await self._session.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))))

    async def samples(self) -> Sequence[VaultKey]:
        """The newest key that each master key has wrapped, one for each master key."""
        one_each = select(VaultKey).ext(distinct_on(VaultKey.master))
        query = one_each.order_by(VaultKey.master, VaultKey.created_at.desc())
        return (await self._session.scalars(query)).all()

    async def after(self, last: UUID | None, limit: int) -> Sequence[VaultKey]:
        """Wrapped keys in the order of their conversations' ids."""
        query = select(VaultKey).order_by(VaultKey.conversation_id).limit(limit)
        if last is not None:
            query = query.where(VaultKey.conversation_id > last)
        return (await self._session.scalars(query)).all()

    async def not_under(self, master: str, limit: int) -> Sequence[VaultKey]:
        """Keys that another master has wrapped, locked. One that is being erased just now is left out."""
        query = select(VaultKey).where(VaultKey.master != master).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def count_not_under(self, master: str) -> int:
        """How many keys another master has wrapped. Waits for whoever is writing one, and holds off the next."""
        await self._session.execute(text("lock table vault_key, kept_secret in share mode"))
        keys = select(func.count()).select_from(VaultKey).where(VaultKey.master != master)
        secrets = select(func.count()).select_from(KeptSecret).where(KeptSecret.master != master)
        return (await self._session.scalar(keys) or 0) + (await self._session.scalar(secrets) or 0)

    async def secrets(self) -> Sequence[KeptSecret]:
        """Every secret of Reeve's own; there are few."""
        return (await self._session.scalars(select(KeptSecret).order_by(KeptSecret.name))).all()

    async def secrets_not_under(self, master: str, limit: int) -> Sequence[KeptSecret]:
        """Secrets that another master has sealed, locked. One that is being changed just now is left out."""
        query = select(KeptSecret).where(KeptSecret.master != master).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def discard(self, conversations: Collection[UUID]) -> None:
        """Deletes the keys of these conversations, and what they sealed."""
        for table in (VaultValue, VaultFingerprint, VaultKey):
            await self._session.execute(delete(table).where(table.conversation_id.in_(conversations)))
