"""What somebody leaves behind: the cases that they have claimed, or are to accept, go back to their queues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from api.casework.cases.repository import CaseRepository
from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.case_state import Status
from api.casework.life.locked_case import AS_STAFF
from api.casework.queue.desk_policy import DeskPolicy, plain_desk
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case


async def return_cases(
    database: Database,
    staff_id: int,
    by: str,
    address: str | None = None,
    policy: DeskPolicy | None = None,
    clock: Callable[[], datetime] = now,
) -> int:
    """Opens the person's claimed cases again, each in a transaction of its own; returns how many.

    A resident who was talking to them waits for somebody else, and is told. What was only offered to them waits for
    anybody again, and is not counted.
    """
    async with database.transaction() as session:
        theirs = or_(Case.claimed_by == staff_id, Case.assigned_to == staff_id)
        references = (await session.scalars(select(Case.reference).where(theirs, Case.status != Status.CLOSED))).all()
    leaver = _Leaver(database, CaseChanges(policy or plain_desk()), staff_id, by, address, clock)
    return sum([await leaver.leave(reference) for reference in references])


@dataclass(frozen=True, slots=True)
class _Leaver:
    """Who leaves, and who says so."""

    database: Database
    changes: CaseChanges
    staff_id: int
    by: str
    address: str | None
    clock: Callable[[], datetime]

    async def leave(self, reference: str) -> bool:
        """The conversation is locked first and the case second, as everywhere. Whether the person had claimed it."""
        async with self.database.transaction() as session:
            await session.execute(AS_STAFF)  # who gives a conversation back
            cases, chat, at = CaseRepository(session), ChatRepository(session), self.clock()
            known = await cases.conversation_of(reference, None)
            conversation = await chat.find(known, lock=True) if known else None
            case = await cases.find(reference, lock=True) if conversation else None
            if conversation is None or case is None or self.staff_id not in (case.claimed_by, case.assigned_to):
                return False
            held = case.status == Status.CLAIMED
            change = life.holder_left(state_of(case)) if held else life.lapsed(state_of(case))
            details = {} if held else {"ignored_by": self.staff_id}
            doing = Doing(at, self.by, conversation, self.address, details=details)
            await self.changes.apply(session, case, change, doing)
            case.updated_at = conversation.updated_at = at
            await chat.announce(conversation.id)
        return held
