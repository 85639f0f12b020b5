"""What somebody leaves behind: the cases that they had claimed go back to their queues."""

from __future__ import annotations

from sqlalchemy import select, text

from api.casework.cases.repository import CaseRepository
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.kernel import audit

RETURNED = "The person who had your enquiry {reference} is no longer on it. Someone else will take it up."


async def return_cases(database: Database, staff_id: int, by: str, address: str | None = None) -> int:
    """Opens the person's claimed cases again, each in a transaction of its own; returns how many.

    A resident who was talking to them waits for somebody else, and is told.
    """
    async with database.transaction() as session:
        held = select(Case.reference).where(Case.claimed_by == staff_id, Case.status == "claimed")
        references = (await session.scalars(held)).all()
    return sum([await _return(database, reference, staff_id, by, address) for reference in references])


async def _return(database: Database, reference: str, staff_id: int, by: str, address: str | None) -> bool:
    """The conversation is locked first and the case second, as everywhere."""
    async with database.transaction() as session:
        await session.execute(text("select set_config('reeve.by', 'staff', true)"))  # who gives a conversation back
        cases, chat = CaseRepository(session), ChatRepository(session)
        known = await cases.conversation_of(reference, None)
        conversation = await chat.find(known, lock=True) if known else None
        case = await cases.find(reference, lock=True) if conversation else None
        if conversation is None or case is None or (case.status, case.claimed_by) != ("claimed", staff_id):
            return False
        case.status, case.claimed_by, case.updated_at = "open", None, now()
        await session.flush()
        if conversation.owner == "person":
            other = await cases.other_holder(case)
            conversation.owner, conversation.staff_name = "person" if other else "waiting", other
        if conversation.owner != "closed":
            told = RETURNED.format(reference=reference)
            said = MessageRecord(conversation_id=conversation.id, sender="system", text=told, extras={})
            await chat.add_messages([said])
        conversation.updated_at = now()
        audit.record(session, by, audit.Action.CASE_RETURNED, audit.case(reference), address=address)
        await chat.announce(conversation.id)
    return True
