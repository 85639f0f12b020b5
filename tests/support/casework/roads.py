"""Every road by which a case is closed, opened again or left by whoever has it; and what is there to see of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect, select

from api.casework.integrations.case_interface import CaseInterface
from api.casework.integrations.tokens import CallingSystem
from api.conversation.repository import ChatRepository
from api.db.tables.case_tools import PendingReply
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock, Ring
from api.kernel.audit import case as case_subject
from tests.support.casework.floor import Floor

CALLER = CallingSystem("crm", None, "192.0.2.1", 1)


def case_interface(floor: Floor) -> CaseInterface:
    """What a council's CRM calls, on the desk's clock and policy."""
    return CaseInterface(floor.database, floor.desk.redactor, floor.clock, floor.policy)


async def crm(floor: Floor, reference: str, status: str) -> None:
    """The CRM sets a case's status."""
    await case_interface(floor).change_status(CALLER, reference, status)


async def conversation_of(floor: Floor, case: Case) -> Conversation:
    """The conversation of a case, as it is now."""
    async with floor.database.transaction() as session:
        return await session.get_one(Conversation, case.conversation_id)


async def said_in(floor: Floor, case: Case) -> list[str]:
    """What the resident reads, oldest first."""
    async with floor.database.transaction() as session:
        return [each.text for each in await ChatRepository(session).messages(case.conversation_id)]


async def actions(floor: Floor, case: Case) -> list[str]:
    """What is on record about a case, oldest first."""
    return [event.action for event in await floor.desk.audited(case_subject(case.reference))]


async def snapshot(floor: Floor, case: Case) -> Mapping[str, Any]:
    """Everything about a case that a job could change."""
    async with floor.database.transaction() as session:
        row = await session.get_one(Case, case.reference)
        clocks = (await session.scalars(select(CaseClock).where(CaseClock.reference == case.reference))).all()
        ring = await session.get(Ring, case.reference)
        pending = await session.get(PendingReply, case.reference)
        conversation = await session.get_one(Conversation, case.conversation_id)
    columns = {name: getattr(row, name) for name in inspect(Case).columns.keys()}  # noqa: SIM118
    return {
        **columns,
        "clocks": sorted((c.kind, c.since, c.due_at, c.met_at, c.warned_at, c.breached_at) for c in clocks),
        "ring": ring and (ring.level, ring.again_at),
        "pending": pending is not None,
        "owner": (conversation.owner, conversation.staff_name),
        "said": await said_in(floor, case),
        "on record": await actions(floor, case),
    }
