"""Replies about to go, and how they go: on time, or early because something follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.repository import CaseRepository
from api.casework.queue.clocks import Clocks
from api.conversation.repository import ChatRepository
from api.db.session import Database
from api.db.tables.case_tools import PendingReply
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.staff import StaffMember
from api.kernel import audit

BATCH = 100


async def deliver(
    session: AsyncSession, case: Case, conversation: Conversation, clocks: Clocks, at: datetime, *, early: bool = False
) -> bool:
    """Sends the reply of a case that is locked if it is time, or `early`: what follows must not overtake it."""
    reply = await session.get(PendingReply, case.reference, with_for_update=True)
    if reply is None or (reply.sends_at > at and not early):
        return False
    person = await session.get_one(StaffMember, reply.staff_id)
    said = MessageRecord(
        conversation_id=conversation.id,
        sender="staff",
        sender_name=person.display_name,
        text=reply.text,
        extras={},
        form_key=reply.form_key,
    )
    await ChatRepository(session).add_messages([said])
    await session.delete(reply)
    await clocks.answered(session, case, at)
    case.updated_at = conversation.updated_at = at
    audit.record(session, person.username, audit.Action.CASE_REPLIED, audit.case(case.reference))
    await ChatRepository(session).announce(conversation.id)
    await session.flush()
    return True


async def send_due(database: Database, clocks: Clocks, clock: Callable[[], datetime]) -> int:
    """Sends every reply whose time has come, each in a transaction of its own; how many."""
    query = select(PendingReply.reference).where(PendingReply.sends_at <= clock()).limit(BATCH)
    async with database.transaction() as session:
        references = (await session.scalars(query)).all()
    return sum([await _send(database, reference, clocks, clock()) for reference in references])


async def _send(database: Database, reference: str, clocks: Clocks, at: datetime) -> bool:
    """The conversation is locked first and the case second, as everywhere."""
    async with database.transaction() as session:
        cases, chat = CaseRepository(session), ChatRepository(session)
        known = await cases.conversation_of(reference, None)
        conversation = await chat.find(known, lock=True) if known else None
        case = await cases.find(reference, lock=True) if conversation else None
        if conversation is None or case is None:
            return False
        return await deliver(session, case, conversation, clocks, at)
