"""Delivery: each notice is handed over once, whatever is cut off, slow or comes twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.conversation_text import conversation_as_text
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.notice_kinds import NOT_SAFE, OPEN, Channel, NoticeKind, NoticeState
from api.db.tables.notices import Notice
from api.kernel.errors import NotFound
from api.kernel.outside_faults import Fault, Later, Refused
from api.outside.backoff import wait
from api.outside.notices.carrier import Carried, Carrier, NoticeMessage
from api.outside.notices.repository import NoticeRepository
from api.vault.keys import Sealed
from api.vault.service import Vault, kept_placeholders
from redaction.text.placeholders import find
from redaction.text.placeholders import replace as replace_placeholders

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)  # an attempt that takes longer was cut off
NO_TIME = timedelta()
LOOKED_FOR = timedelta(days=1)  # how long after its time a notice is looked for that may have gone
SWEPT = 200  # notices delivered by one sweep


@dataclass(frozen=True)
class Attempt:
    """What one attempt has to do: `doubtful` means to look first, `late` that it is too late to send it."""

    message: NoticeMessage
    doubtful: bool
    late: bool


@dataclass(frozen=True)
class NoticeDelivery:
    """Hands notices to the carrier. May run anywhere, at the same time, and again after a crash."""

    database: Database
    vault: Vault
    carrier: Carrier
    clock: Callable[[], datetime] = now
    copy: Callable[[AsyncSession, UUID], Awaitable[str]] = conversation_as_text

    async def sweep(self) -> int:
        """Attempts everything that is due; returns how many."""
        async with self.database.transaction() as session:
            due = await NoticeRepository(session).due(self.clock(), SWEPT)
        for notice_id in due:
            await self.deliver(notice_id)
        return len(due)

    async def deliver(self, notice_id: UUID) -> None:
        """Attempts one notice, unless it has gone, is not due, or somebody else is at it."""
        attempt = await self._claim(notice_id)
        if attempt is None:
            return
        try:
            carried = await self._carry(attempt)
        except Fault as fault:
            await self._not_carried(notice_id, fault)
        else:
            await self._settle(notice_id, carried)

    async def _claim(self, notice_id: UUID) -> Attempt | None:
        """Marks the attempt before it is made: if this process ends now, the next one knows that it may have gone."""
        async with self.database.transaction() as session:
            notice = await NoticeRepository(session).locked(notice_id)
            at = self.clock()
            if notice is None or notice.state not in OPEN or notice.due_at > at:
                return None
            if await ChatRepository(session).told_of_danger(notice.conversation_id):
                _end(notice, NoticeState.WITHDRAWN, NOT_SAFE, at)  # somebody else might read it
                return None
            try:
                message = await self._message(session, notice)
            except NotFound:
                _end(notice, NoticeState.FAILED, "details_erased", at)
                return None
            except Sealed:
                notice.due_at, notice.reason = at + wait(1), "vault_sealed"
                return None
            attempt = Attempt(message, notice.doubtful, notice.give_up_at <= at)
            notice.state, notice.doubtful, notice.due_at = NoticeState.SENDING, True, at + LEASE
            notice.carrier, notice.attempts = self.carrier.name, notice.attempts + 1
            return attempt

    async def _message(self, session: AsyncSession, notice: Notice) -> NoticeMessage:
        """The notice as the carrier takes it. Details are opened here and nowhere else, for this resident's notice."""
        recipient, facts = notice.recipient, dict(notice.facts)
        if self.carrier.takes_values:
            named = {str(each) for text in (recipient, *facts.values()) for each in find(text)}
            values = await self._values(session, notice.conversation_id, sorted(named))
            recipient = values[recipient]
            facts = {name: _opened(text, values) for name, text in facts.items()}
            if notice.kind == NoticeKind.TRANSCRIPT:  # what was hidden stays hidden: it may be read over a shoulder
                facts["conversation"] = await self.copy(session, notice.conversation_id)
        return NoticeMessage(str(notice.id), NoticeKind(notice.kind), Channel(notice.channel), recipient, facts)

    async def _values(self, session: AsyncSession, conversation_id: UUID, named: Sequence[str]) -> dict[str, str]:
        if not set(named) <= await kept_placeholders(session, conversation_id):
            raise NotFound()  # before the safe is opened, which would make a key for a conversation that has none
        safe = await self.vault.open(session, conversation_id)
        return {placeholder: await safe.reveal(placeholder) for placeholder in named}

    async def _carry(self, attempt: Attempt) -> Carried:
        if attempt.doubtful and (found := await self._find(attempt.message.id)) is not None:
            return found
        if attempt.late:
            raise Refused("too_late")
        return await self.carrier.send(attempt.message)

    async def _find(self, message_id: str) -> Carried | None:
        """What became of an attempt whose end is unknown. As long as that cannot be found out, the doubt remains."""
        try:
            return await self.carrier.find(message_id)
        except Fault as fault:
            raise Later(fault.reason, getattr(fault, "seconds", None), doubtful=True) from None

    async def _settle(self, notice_id: UUID, carried: Carried) -> None:
        async with self.database.transaction() as session:
            notice = await NoticeRepository(session).locked(notice_id)
            if notice is None:  # the conversation was erased meanwhile
                return
            notice.carrier_id, notice.doubtful = carried.carrier_id or notice.carrier_id, False
            if notice.state == NoticeState.SENDING:  # else its receipt was here before us
                notice.sent_at = self.clock()
                _end(notice, carried.state, carried.reason, self.clock())

    async def _not_carried(self, notice_id: UUID, fault: Fault) -> None:
        async with self.database.transaction() as session:
            notice = await NoticeRepository(session).locked(notice_id)
            if notice is None or notice.state != NoticeState.SENDING:
                return
            at = self.clock()
            notice.doubtful = isinstance(fault, Later) and fault.doubtful
            if isinstance(fault, Later) and at < notice.give_up_at + (LOOKED_FOR if notice.doubtful else NO_TIME):
                notice.state, notice.reason = NoticeState.WAITING, fault.reason
                notice.due_at = at + wait(notice.attempts, fault.seconds)
            else:
                _end(notice, NoticeState.FAILED, "unknown_whether_sent" if notice.doubtful else fault.reason, at)


def _end(notice: Notice, state: NoticeState, reason: str | None, at: datetime) -> None:
    notice.state, notice.reason, notice.settled_at = state, reason, at
    log.info("notice", notice=str(notice.id), kind=notice.kind, state=state.value, reason=reason)


def _opened(text: str, values: Mapping[str, str]) -> str:
    """A fact with what its placeholders stand for."""
    return replace_placeholders(text, lambda each: values[str(each)])
