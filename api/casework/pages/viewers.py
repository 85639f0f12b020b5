"""Who else has a case on their screen, and who of them types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.tables.case_tools import CaseLook
from api.db.tables.cases import Case
from api.db.tables.staff import StaffMember
from api.kernel.permissions import Member

LASTS = timedelta(seconds=90)  # a live page says every 25 seconds that it is there
TYPES = timedelta(seconds=15)


class Viewers:
    """Reads and writes within a transaction of the caller's."""

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock

    async def seen(self, session: AsyncSession, member: Member, case: Case, *, typing: bool = False) -> None:
        """The member looks at the case, or types there; whoever else does is told when that is news."""
        at, known = self._clock(), await session.get(CaseLook, (case.reference, member.id))
        news = known is None or known.seen_at < at - LASTS
        news = news or (typing and (known is None or known.typed_at is None or known.typed_at < at - TYPES))
        values = {"reference": case.reference, "staff_id": member.id, "seen_at": at}
        later = {"seen_at": at} | ({"typed_at": at} if typing else {})
        row = insert(CaseLook).values(**values, typed_at=at if typing else None)
        await session.execute(row.on_conflict_do_update(index_elements=["reference", "staff_id"], set_=later))
        if news:
            await ChatRepository(session).announce(case.conversation_id)

    async def others(self, session: AsyncSession, member: Member, reference: str) -> tuple[str, ...]:
        """Who else looks, in words: `Ann Bell`, `Raj Shah (typing)`."""
        at = self._clock()
        query = (
            select(StaffMember.display_name, CaseLook.typed_at)
            .join(CaseLook, CaseLook.staff_id == StaffMember.id)
            .where(CaseLook.reference == reference, CaseLook.staff_id != member.id, CaseLook.seen_at > at - LASTS)
            .order_by(StaffMember.display_name)
        )
        return tuple(
            f"{name} (typing)" if typed and typed > at - TYPES else name
            for name, typed in (await session.execute(query)).all()
        )
