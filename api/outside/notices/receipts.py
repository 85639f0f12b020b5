"""What became of a notice after it was handed over, as the carrier tells us: late, twice, or before we knew its id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from api.db.base import now
from api.db.session import Database
from api.db.tables.notice_kinds import NoticeState
from api.outside.notices.notify import STATES
from api.outside.notices.repository import NoticeRepository

log = structlog.get_logger(__name__)
HEARABLE = (NoticeState.WAITING, NoticeState.SENDING, NoticeState.SENT)  # a notice whose end is known stays as it is


@dataclass(frozen=True)
class Receipts:
    """Takes receipts. The same one twice changes nothing."""

    database: Database
    clock: Callable[[], datetime] = now

    async def take(self, carrier_id: str, reference: str | None, status: str) -> bool:
        """Notes what became of a notice; whether there is one. `reference` is our own id, if the carrier repeats it."""
        state = STATES.get(status, NoticeState.SENT)
        async with self.database.transaction() as session:
            notices = NoticeRepository(session)
            notice_id = _ours(reference) or await notices.by_carrier_id(carrier_id)
            notice = await notices.locked(notice_id) if notice_id else None
            if notice is None:
                return False
            if notice.state in HEARABLE and state is not NoticeState.SENT:
                at = self.clock()
                notice.state, notice.settled_at, notice.sent_at = state, at, notice.sent_at or at
                notice.reason = None if state is NoticeState.DELIVERED else status
                notice.carrier_id, notice.doubtful = carrier_id[:40], False
                log.info("notice", notice=str(notice.id), kind=notice.kind, state=state.value, reason=notice.reason)
            return True


def _ours(reference: str | None) -> UUID | None:
    try:
        return UUID(reference or "")
    except ValueError:
        return None
