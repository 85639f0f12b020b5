"""Opens a case that comes without a chat, such as another program's report: its clocks run, and it rings if urgent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.repository import CaseRepository
from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing
from api.casework.queue.desk_policy import DeskPolicy
from api.db.base import now
from bot.turn import CaseDraft


@dataclass(frozen=True)
class CaseOpening:
    """Works within a transaction of the caller's, by the council's desk policy."""

    policy: DeskPolicy
    clock: Callable[[], datetime] = now

    async def open(self, session: AsyncSession, conversation_id: UUID, kind: str, draft: CaseDraft) -> None:
        """Writes the draft down as a case of the conversation; one that is there already stays as it is."""
        cases = CaseRepository(session)
        if not await cases.open(conversation_id, kind, draft):
            return
        case = await cases.find(draft.reference, lock=True)
        if case is not None:
            change = life.opened(case.team, case.priority, asks=False)
            await CaseChanges(self.policy).apply(session, case, change, Doing(self.clock(), draft.reason))
