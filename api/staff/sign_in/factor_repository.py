"""The SQL of second factors."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import RecoveryCode, SecondFactor


class FactorRepository:
    """Second factors and recovery codes within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, staff_id: int, *, lock: bool = False) -> SecondFactor | None:
        """The person's; with `lock`, codes are tried one after another, so that none works twice."""
        query = select(SecondFactor).where(SecondFactor.staff_id == staff_id)
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def add(self, staff_id: int) -> SecondFactor:
        """Adds a second factor that waits for its confirmation."""
        made = SecondFactor(staff_id=staff_id, last_step=0)
        self._session.add(made)
        await self._session.flush()
        return made

    async def remove(self, staff_id: int) -> None:
        """Takes it away, with its recovery codes."""
        for table in (RecoveryCode, SecondFactor):
            await self._session.execute(delete(table).where(table.staff_id == staff_id))

    async def codes_left(self, staff_id: int) -> int:
        """How many recovery codes still work."""
        query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.staff_id == staff_id)
        return await self._session.scalar(query) or 0

    async def replace_codes(self, staff_id: int, digests: Collection[str]) -> None:
        """Replaces the recovery codes of an account by these digests."""
        await self._session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
        self._session.add_all(RecoveryCode(staff_id=staff_id, digest=digest) for digest in digests)

    async def use_code(self, digest: str) -> bool:
        """Uses a recovery code up; whether there was one."""
        used = delete(RecoveryCode).where(RecoveryCode.digest == digest).returning(RecoveryCode.staff_id)
        return await self._session.scalar(used) is not None
