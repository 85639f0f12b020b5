"""The staff's SQL: accounts, sessions, and reading the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import SecondFactor, StaffMember, StaffSession

_LAST_USED = StaffSession.last_seen_at.desc()


class StaffRepository:
    """Accounts and sessions within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, row: StaffMember | StaffSession) -> None:
        """A new account or session, with its id."""
        self._session.add(row)
        await self._session.flush()

    async def by_username(self, username: str) -> StaffMember | None:
        """The account of this name, locked: attempts on one account are counted one after another."""
        query = select(StaffMember).where(StaffMember.username == username)
        return await self._session.scalar(query.with_for_update())

    async def any_accounts(self) -> bool:
        """Whether there is any account at all."""
        return bool(await self._session.scalar(select(exists().select_from(StaffMember))))

    async def session(self, digest: str) -> tuple[StaffSession, StaffMember, bool] | None:
        """A session, whose it is, and whether they have a second factor; deactivated people have none."""
        query = (
            select(StaffSession, StaffMember, SecondFactor.confirmed_at.is_not(None))
            .join(StaffMember, StaffMember.id == StaffSession.staff_id)
            .outerjoin(SecondFactor, SecondFactor.staff_id == StaffMember.id)
            .where(StaffSession.token_digest == digest, StaffMember.active)
        )
        found = (await self._session.execute(query)).one_or_none()
        return None if found is None else (found[0], found[1], found[2])

    async def has_factor(self, staff_id: int) -> bool:
        """Whether codes are asked for at sign-in."""
        on = select(exists().where(SecondFactor.staff_id == staff_id, SecondFactor.confirmed_at.is_not(None)))
        return bool(await self._session.scalar(on))

    async def sessions(self, staff_id: int, at: datetime) -> Sequence[StaffSession]:
        """A person's sessions that have not run out, the one used last first."""
        live = (StaffSession.staff_id == staff_id, StaffSession.expires_at > at)
        return (await self._session.scalars(select(StaffSession).where(*live).order_by(_LAST_USED))).all()

    async def end_session_of(self, staff_id: int, handle: str) -> bool:
        """Ends the one session of a person whose digest begins like this; whether there was one."""
        chosen = StaffSession.token_digest.startswith(handle, autoescape=True)
        ended = delete(StaffSession).where(StaffSession.staff_id == staff_id, chosen).returning(StaffSession.staff_id)
        return (await self._session.execute(ended)).first() is not None

    async def end_other_sessions(self, staff_id: int, digest: str) -> int:
        """Ends every session of a person but this one; returns how many."""
        others = (StaffSession.staff_id == staff_id, StaffSession.token_digest != digest)
        ended = delete(StaffSession).where(*others).returning(StaffSession.staff_id)
        return len((await self._session.execute(ended)).all())

    async def by_subject(self, subject: str) -> StaffMember | None:
        """The account that the identity provider knows by this name, locked."""
        query = select(StaffMember).where(StaffMember.provider_subject == subject)
        return await self._session.scalar(query.with_for_update())

    async def people(self) -> Sequence[StaffMember]:
        """Every account, by name; those that are disabled last."""
        order = (StaffMember.active.desc(), StaffMember.display_name, StaffMember.username)
        return (await self._session.scalars(select(StaffMember).order_by(*order))).all()

    async def seen(self, digest: str, at: datetime) -> None:
        """Notes the moment at which a session was used last."""
        used = update(StaffSession).where(StaffSession.token_digest == digest).values(last_seen_at=at)
        await self._session.execute(used)

    async def end_session(self, digest: str) -> bool:
        """Ends one session; whether there was one."""
        ended = delete(StaffSession).where(StaffSession.token_digest == digest).returning(StaffSession.staff_id)
        return await self._session.scalar(ended) is not None

    async def end_sessions(self, staff_id: int) -> None:
        """Ends every session of a person."""
        await self._session.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id))

    async def forget_expired(self, at: datetime) -> None:
        """Removes sessions that can never be used again."""
        await self._session.execute(delete(StaffSession).where(StaffSession.expires_at <= at))
