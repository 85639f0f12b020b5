"""Carries a change of a case out: on its row, its clocks, its conversation, and in the audit trail. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.repository import CaseRepository
from api.casework.life.case import Change, TransitionRefused
from api.casework.life.case_rules import ClockChange, Notice, PendingReply
from api.casework.life.case_state import CaseState, Status
from api.casework.life.resident_notices import sentence
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.ringing import Ringing
from api.casework.replies import pending_replies as pending
from api.conversation.change_owner import change_owner
from api.conversation.ownership import By, Move, Owner
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.kernel import audit

LEAVING = frozenset({Move.HAND_BACK, Move.FINISH, Move.SETTLE, Move.REQUEUE, Move.STOP})


@dataclass(frozen=True, slots=True)
class Doing:
    """Who changes a case, when, and what only they know of it.

    `actor` is a name for the audit trail, `said` what the notice to the resident names (`name`, `team`, `to`, `into`),
    `details` what goes on record beside the act. `conversation` is the case's own, locked; without one, whoever reads
    it is told nothing and its owner stays.
    """

    at: datetime
    actor: str
    conversation: Conversation | None = None
    address: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, audit.Detail] = field(default_factory=dict)


class CaseChanges:
    """Carries changes out within a transaction of the caller's, who has the case locked, after its conversation."""

    def __init__(self, policy: DeskPolicy) -> None:
        self.clocks, self._ringing = Clocks(policy), Ringing(policy)

    async def apply(self, session: AsyncSession, case: Case, change: Change, doing: Doing) -> None:
        """Does everything that the change says. Raises TransitionRefused when the case stands otherwise by now."""
        if change.before is not None and state_of(case) != change.before:
            raise TransitionRefused()
        conversation, at = doing.conversation, doing.at
        if change.pending is PendingReply.SEND and conversation is not None:
            await pending.deliver(session, case, conversation, self.clocks, at, early=True)
        _write(case, change)
        if conversation is not None:
            await _tell(session, case, change.notice, conversation, doing)
            await _change_owner(session, case, change, conversation, doing)
        await self._change_clocks(session, case, change, at)
        if change.rings:
            await self._ringing.ring(session, case, at)
        if change.audit is not None:
            subject = audit.case(case.reference)
            audit.record(session, doing.actor, change.audit, subject, doing.details, doing.address)

    async def _change_clocks(self, session: AsyncSession, case: Case, change: Change, at: datetime) -> None:
        before = change.before or change.after
        match change.clocks:
            case ClockChange.KEEP:
                pass
            case ClockChange.START:
                await self.clocks.opened(session, case, at)
            case ClockChange.OWE_ANSWER:
                await self.clocks.resident_wrote(session, case, at)
            case ClockChange.RETARGET:
                await self.clocks.moved(session, case, before.team, at, before.priority)
            case ClockChange.KEEP_TARGET:
                await self.clocks.escalated(session, case, before.team, before.priority, at)
            case ClockChange.MEET:
                await self.clocks.stopped(session, case, at)
            case _:
                assert_never(change.clocks)


def state_of(case: Case) -> CaseState:
    """How the case of a row stands."""
    values = {each.name: getattr(case, each.name) for each in fields(CaseState)}
    return CaseState(**{**values, "status": Status(case.status), "ignored_by": tuple(case.ignored_by)})


def _write(case: Case, change: Change) -> None:
    for each in fields(CaseState):
        value: Any = getattr(change.after, each.name)
        if change.before is None or getattr(change.before, each.name) != value:
            setattr(case, each.name, list(value) if each.name == "ignored_by" else value)
    if change.reason is not None:
        case.handover = {**case.handover, "reasons": [change.reason, *case.handover.get("reasons", [])]}


async def _tell(
    session: AsyncSession, case: Case, notice: Notice | None, conversation: Conversation, doing: Doing
) -> None:
    """The resident reads what happened; in a chat that has ended there is nobody to tell."""
    if notice is not None and conversation.owner != Owner.CLOSED:
        text = sentence(notice, case.reference, doing.said)
        told = MessageRecord(conversation_id=conversation.id, sender="system", text=text, extras={})
        await ChatRepository(session).add_messages([told])


async def _change_owner(
    session: AsyncSession, case: Case, change: Change, conversation: Conversation, doing: Doing
) -> None:
    """Gives the conversation on, unless it has ended or the resident talks to another caseworker, who stays."""
    move, owner = change.move, Owner(conversation.owner)
    if move is None or owner is Owner.CLOSED or (owner is Owner.PERSON and change.by is not By.STAFF):
        return
    other = await CaseRepository(session).other_holder(case) if move in LEAVING else None
    if other is None:
        change_owner(conversation, move, change.by, doing.at, doing.said.get("name") if move is Move.JOIN else None)
    elif change.by is By.STAFF:
        change_owner(conversation, Move.JOIN, By.STAFF, doing.at, other)
