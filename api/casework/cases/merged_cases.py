"""What a resident writes after their case was merged: it lands in the case that goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.wording import say
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.desk import LandedMessage

RESIDENT = "resident"  # in the audit trail
LONGEST_WAY = 20  # merges of merges that are followed


async def goes_on_as(session: AsyncSession, merged: Case, changes: CaseChanges, at: datetime) -> Case | None:
    """The case that goes on for a merged one, however often it was merged on, locked; the way there gets shorter."""
    seen, reference = {merged.reference}, merged.merged_into
    while reference and reference not in seen and len(seen) < LONGEST_WAY:
        seen.add(reference)
        case = await session.scalar(select(Case).where(Case.reference == reference).with_for_update())
        if case is None or case.merged_into is None:
            if merged.merged_into != reference:
                await changes.apply(session, merged, life.redirected(state_of(merged), reference), Doing(at, RESIDENT))
            return case
        reference = case.merged_into
    return None


async def land(session: AsyncSession, conversation: Conversation, merged: Case, case: Case) -> None:
    """The resident's last message is shown with that case from now on; the first time, they are told."""
    if conversation.id == case.conversation_id:
        return  # there it stands already
    mine = (MessageRecord.conversation_id == conversation.id) & (MessageRecord.sender == "resident")
    last = await session.scalar(select(func.max(MessageRecord.id)).where(mine))
    landed = select(LandedMessage.message_id).where(LandedMessage.merged == merged.reference)
    earlier = await session.scalar(landed.where(LandedMessage.reference == case.reference).limit(1))
    if last is None:
        return
    session.add(LandedMessage(message_id=last, reference=case.reference, merged=merged.reference))
    if earlier is None:
        said = say("residents.landed", reference=merged.reference, into=case.reference)
        told = MessageRecord(conversation_id=conversation.id, sender="system", text=said, extras={})
        await ChatRepository(session).add_messages([told])


async def landed_in(session: AsyncSession, reference: str) -> Sequence[tuple[MessageRecord, str]]:
    """The messages of other chats that belong to a case, oldest first, each with the reference that was merged."""
    query = (
        select(MessageRecord, LandedMessage.merged)
        .join(LandedMessage, LandedMessage.message_id == MessageRecord.id)
        .where(LandedMessage.reference == reference)
        .order_by(MessageRecord.id)
    )
    return [(said, merged) for said, merged in (await session.execute(query)).all()]
