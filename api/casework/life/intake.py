"""What the desk does with a resident's turn: a case gets its hand-over, clocks and ringing; a word restarts clocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import handover_summary as handover
from api.casework.cases.merged_cases import RESIDENT, goes_on_as, land
from api.casework.cases.repository import CaseRepository
from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.auto_assignment import AutoAssignment
from api.casework.life.case_state import Status
from api.casework.queue.desk_policy import DeskPolicy
from api.conversation.ownership import Owner
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, TurnRecord
from bot.turn import CaseDraft, DialogueState, Outcome, Turn

REOPENS_WITHIN = timedelta(days=7)  # after the case was closed; later it is another matter
ASKS = {Outcome.ROUTED, Outcome.URGENT}  # then the resident waits for a person
# The bot has dealt with these by itself: they say nothing more about a case that was closed.
DEALT_WITH = {Outcome.SMALL_TALK, Outcome.BOOKED, Outcome.REPORTED, Outcome.COLLECTING, Outcome.OUT_OF_SCOPE}


class Intake:
    """Works within the transaction of the turn: the conversation is locked."""

    def __init__(self, policy: DeskPolicy, clock: Callable[[], datetime] = now) -> None:
        self._policy, self._clock = policy, clock
        self._changes, self._auto_assignment = CaseChanges(policy), AutoAssignment(policy)

    async def take(
        self,
        session: AsyncSession,
        conversation: Conversation,
        kind: str,
        turn: Turn,
        before: DialogueState | None = None,
    ) -> None:
        """Writes down the turn's cases, and opens a closed case again where the words are about it.

        `before` is the dialogue's state before the turn.
        """
        reopened = await self._case_of_words(session, conversation, turn) if turn.text else None
        for draft in turn.cases:
            urgent = draft.priority == "urgent"
            new = await CaseRepository(session).open(conversation.id, "urgent" if urgent else kind, draft)
            case = await CaseRepository(session).find(draft.reference, lock=True)
            if case is not None and case.conversation_id == conversation.id:
                await self._open(session, conversation, case, draft, turn, new=new)
                await self._opened(session, case, draft, turn, before)
        if reopened is not None:
            await self._open_again(session, conversation, reopened)

    async def _open(
        self, session: AsyncSession, conversation: Conversation, case: Case, draft: CaseDraft, turn: Turn, *, new: bool
    ) -> None:
        """A new case begins; one that is there already gets the draft's summary, and is open again if it was closed."""
        await session.refresh(case)
        asks = turn.outcome in ASKS
        if new:
            change = life.opened(case.team, case.priority, asks=asks)
        else:
            case.summary, case.updated_at = draft.summary, self._clock()
            closed = case.status == Status.CLOSED
            change = life.reopened(state_of(case)) if closed else life.added(state_of(case), asks=asks)
        await self._changes.apply(session, case, change, Doing(self._clock(), RESIDENT, conversation))

    async def _opened(
        self, session: AsyncSession, case: Case, draft: CaseDraft, turn: Turn, before: DialogueState | None = None
    ) -> None:
        at, chat = self._clock(), ChatRepository(session)
        turns = await self._turns(session, case)
        open_now = self._policy.hours(case.team).is_open(at)
        said = await chat.messages(case.conversation_id)
        case.language = handover.language(draft, turn)
        case.needs = handover.needs(draft, case.language)
        case.handover = handover.packet(draft, turn, turns, said, open_now=open_now, before=before)
        if case.status == Status.OPEN and case.assigned_to is None and self._policy.deals(case.team):
            await self._auto_assignment.offer(session, case, at)

    async def _case_of_words(self, session: AsyncSession, conversation: Conversation, turn: Turn) -> Case | None:
        """Restarts the clocks of what is under way. Without that, the case that these words open again, if any."""
        live = await self._cases(session, conversation, Case.status != Status.CLOSED)
        for case in live:
            await self._owe_answer(session, case)
        if live or turn.cases or turn.outcome in DEALT_WITH or conversation.owner == Owner.CLOSED:
            return None
        return await self._closed_lately(session, conversation, turn.conclusion.service)

    async def _owe_answer(self, session: AsyncSession, case: Case) -> None:
        """The resident wrote about a case that is under way."""
        case.updated_at = self._clock()
        await self._changes.apply(session, case, life.resident_wrote(state_of(case)), Doing(self._clock(), RESIDENT))

    async def _closed_lately(
        self, session: AsyncSession, conversation: Conversation, service: str | None
    ) -> Case | None:
        """The newest case that was closed by a person, if the words may be about it."""
        recent = or_(Case.closed_at > self._clock() - REOPENS_WITHIN, Case.merged_into.is_not(None))
        closed = await self._cases(session, conversation, (Case.status == Status.CLOSED) & recent)
        newest = max(closed, key=lambda case: case.closed_at or case.created_at, default=None)
        about_it = newest is not None and service in (None, newest.service)
        return newest if about_it else None

    async def _open_again(self, session: AsyncSession, conversation: Conversation, case: Case) -> None:
        """Opens the case again, or the one that it was merged into if that was closed lately too."""
        if case.merged_into is None:
            return await self._reopen(session, conversation, case)
        at = self._clock()
        goes_on = await goes_on_as(session, case, self._changes, at)
        if goes_on is None:
            return None
        await land(session, conversation, case, goes_on)
        goes_on.updated_at = at
        if goes_on.status != Status.CLOSED:
            await self._owe_answer(session, goes_on)
        elif goes_on.closed_at is not None and goes_on.closed_at > at - REOPENS_WITHIN:
            await self._reopen(session, conversation, goes_on)

    async def _reopen(self, session: AsyncSession, conversation: Conversation, case: Case) -> None:
        """The case waits in its queue again, and its resident for a person; the bot goes on answering."""
        own = conversation if conversation.id == case.conversation_id else None
        await self._changes.apply(session, case, life.reopened(state_of(case)), Doing(self._clock(), RESIDENT, own))

    async def _cases(
        self, session: AsyncSession, conversation: Conversation, which: ColumnElement[bool]
    ) -> Sequence[Case]:
        query = select(Case).where(Case.conversation_id == conversation.id, which)
        return (await session.scalars(query.order_by(Case.reference).with_for_update())).all()

    async def _turns(self, session: AsyncSession, case: Case) -> Sequence[TurnRecord]:
        query = select(TurnRecord).where(TurnRecord.conversation_id == case.conversation_id)
        return (await session.scalars(query.order_by(TurnRecord.id.desc()).limit(20))).all()[::-1]
