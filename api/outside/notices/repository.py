"""The SQL of the outbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.paging import one_page
from api.db.tables.conversations import Conversation
from api.db.tables.notice_kinds import OPEN, NoticeKind, NoticeState
from api.db.tables.notices import Notice

PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices to show; empty means any."""

    state: str = ""
    reference: str = ""
    page: int = 1


class NoticeRepository:
    """Reads and writes notices within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, **fields: Any) -> UUID | None:
        """The id of the new notice; None when one with its key is there already."""
        statement = insert(Notice).values(**fields).on_conflict_do_nothing(index_elements=[Notice.key])
        return await self._session.scalar(statement.returning(Notice.id))

    async def locked(self, notice_id: UUID) -> Notice | None:
        """The notice, until the transaction ends nobody else's."""
        return await self._session.scalar(select(Notice).where(Notice.id == notice_id).with_for_update())

    async def by_carrier_id(self, carrier_id: str) -> UUID | None:
        """The notice that the carrier knows by this id."""
        return await self._session.scalar(select(Notice.id).where(Notice.carrier_id == carrier_id))

    async def due(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Notices whose time has come, and attempts that were cut off; the longest due first."""
        query = select(Notice.id).where(Notice.state.in_(OPEN), Notice.due_at <= at)
        return (await self._session.scalars(query.order_by(Notice.due_at).limit(limit))).all()

    async def knows(self, conversation_id: UUID) -> bool:
        """Whether the conversation is there; without waiting for whoever takes a turn in it."""
        found = select(Conversation.id).where(Conversation.id == conversation_id)
        return await self._session.scalar(found) is not None

    async def newest(self, conversation_id: UUID, kind: NoticeKind) -> datetime | None:
        """When the newest notice of a kind to a conversation was made."""
        query = select(func.max(Notice.created_at)).where(
            Notice.conversation_id == conversation_id, Notice.kind == kind
        )
        return await self._session.scalar(query)

    async def withdraw(self, reference: str, kind: NoticeKind, at: datetime) -> None:
        """Takes back what has not gone yet."""
        statement = (
            update(Notice)
            .where(Notice.reference == reference, Notice.kind == kind, Notice.state == NoticeState.WAITING)
            .values(state=NoticeState.WITHDRAWN, settled_at=at)
        )
        await self._session.execute(statement)

    async def bring_back(self, conversation_id: UUID, reason: str, at: datetime) -> None:
        """Queues the notices that were withdrawn for a reason again, except those it is too late for."""
        statement = (
            update(Notice)
            .where(Notice.conversation_id == conversation_id, Notice.state == NoticeState.WITHDRAWN)
            .where(Notice.reason == reason, Notice.give_up_at > at)
            .values(state=NoticeState.WAITING, reason=None, settled_at=None, due_at=at)
        )
        await self._session.execute(statement)

    async def listed(self, wanted: NoticeFilter) -> Sequence[Notice]:
        """A page of notices, newest first, and one more when there are older ones."""
        query = select(Notice).order_by(Notice.created_at.desc(), Notice.id)
        if wanted.state:
            query = query.where(Notice.state == wanted.state)
        if wanted.reference:
            query = query.where(Notice.reference == wanted.reference)
        return (await self._session.scalars(one_page(query, wanted.page, PAGE))).all()

    async def counts(self) -> Mapping[str, int]:
        """How many notices stand in each state."""
        rows = await self._session.execute(select(Notice.state, func.count()).group_by(Notice.state))
        return {row[0]: row[1] for row in rows}

    async def keys(self, keys: Collection[str]) -> frozenset[str]:
        """Which of these keys are there."""
        return frozenset((await self._session.scalars(select(Notice.key).where(Notice.key.in_(keys)))).all())
