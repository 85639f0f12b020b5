"""What the desk does with a resident's turn: a case gets its hand-over, clocks and ringing; a word restarts clocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import handover_summary as handover
from api.casework.cases.merged_cases import goes_on_as, land
from api.casework.cases.repository import CaseRepository
from api.casework.life.auto_assignment import AutoAssignment
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.ringing import Ringing
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, TurnRecord
from api.kernel import audit
from bot.turn import CaseDraft, Outcome, State, Turn

REOPENS_WITHIN = timedelta(days=7)  # after the case was closed; later it is another matter
# The bot has dealt with these by itself: they say nothing more about a case that was closed.
DEALT_WITH = {Outcome.SMALL_TALK, Outcome.BOOKED, Outcome.REPORTED, Outcome.COLLECTING, Outcome.OUT_OF_SCOPE}


class Intake:
    """Works within the transaction of the turn: the conversation is locked."""

    def __init__(self, policy: DeskPolicy, clock: Callable[[], datetime] = now) -> None:
        self._policy, self._clock = policy, clock
        self._clocks, self._dealing, self._ringing = Clocks(policy), AutoAssignment(policy), Ringing(policy)

    async def take(
        self, session: AsyncSession, conversation: Conversation, kind: str, turn: Turn, before: State | None = None
    ) -> None:
        """Writes down the turn's cases, and lets the desk hear what was said. `before` is the dialogue before it."""
        heard = await self._heard(session, conversation, turn) if turn.text else None
        for draft in turn.cases:
            urgent = draft.priority == "urgent"
            await CaseRepository(session).open(conversation.id, "urgent" if urgent else kind, draft)
            case = await CaseRepository(session).find(draft.reference, lock=True)
            if case is not None and case.conversation_id == conversation.id:
                await self._opened(session, case, draft, turn, before)
        if heard is not None:
            await self._heard_again(session, conversation, heard)

    async def _opened(
        self, session: AsyncSession, case: Case, draft: CaseDraft, turn: Turn, before: State | None = None
    ) -> None:
        await session.refresh(case)
        at, chat = self._clock(), ChatRepository(session)
        turns = await self._turns(session, case)
        open_now = self._policy.hours(case.team).is_open(at)
        said = await chat.messages(case.conversation_id)
        case.language = handover.language(draft, turn)
        case.needs = handover.needs(draft, case.language)
        case.handover = handover.packet(draft, turn, turns, said, open_now=open_now, before=before)
        case.snoozed_until = None
        await self._clocks.opened(session, case, at)
        if case.priority == "urgent":
            await self._ringing.ring(session, case, at)
        if case.status == "open" and case.assigned_to is None and self._policy.deals(case.team):
            await self._dealing.offer(session, case, at)

    async def _heard(self, session: AsyncSession, conversation: Conversation, turn: Turn) -> Case | None:
        """Restarts the clocks of what is under way. Without that, the case that these words open again, if any."""
        live = await self._cases(session, conversation, Case.status != "closed")
        for case in live:
            case.updated_at, case.snoozed_until = self._clock(), None
            await self._clocks.heard(session, case, self._clock())
        if live or turn.cases or turn.outcome in DEALT_WITH or conversation.owner == "closed":
            return None
        return await self._closed_lately(session, conversation, turn.conclusion.service)

    async def _closed_lately(
        self, session: AsyncSession, conversation: Conversation, service: str | None
    ) -> Case | None:
        """The newest case that was closed by a person, if the words may be about it."""
        recent = or_(Case.closed_at > self._clock() - REOPENS_WITHIN, Case.merged_into.is_not(None))
        closed = await self._cases(session, conversation, (Case.status == "closed") & recent)
        newest = max(closed, key=lambda case: case.closed_at or case.created_at, default=None)
        about_it = newest is not None and service in (None, newest.service)
        return newest if about_it else None

    async def _heard_again(self, session: AsyncSession, conversation: Conversation, case: Case) -> None:
        """Opens the case again, or the one that it was merged into if that was closed lately too."""
        if case.merged_into is None:
            return await self._reopen(session, conversation, case)
        goes_on, at = await goes_on_as(session, case), self._clock()
        if goes_on is None:
            return None
        await land(session, conversation, case, goes_on)
        goes_on.updated_at, goes_on.snoozed_until = at, None
        if goes_on.status != "closed":
            await self._clocks.heard(session, goes_on, at)
        elif goes_on.closed_at is not None and goes_on.closed_at > at - REOPENS_WITHIN:
            await self._reopen(session, conversation, goes_on)

    async def _reopen(self, session: AsyncSession, conversation: Conversation, case: Case) -> None:
        """The case waits in its queue again, and its resident for a person; the bot goes on answering."""
        case.status, case.closed_at, case.claimed_by, case.ignored_by = "open", None, None, []
        case.close_reason = case.close_outcome = None
        case.handover = {**case.handover, "reasons": ["replied", *case.handover.get("reasons", [])]}
        if conversation.owner == "bot" and conversation.id == case.conversation_id:
            conversation.owner = "waiting"
        await self._clocks.opened(session, case, self._clock())
        audit.record(session, "resident", audit.Action.CASE_REOPENED, audit.case(case.reference))

    async def _cases(
        self, session: AsyncSession, conversation: Conversation, which: ColumnElement[bool]
    ) -> Sequence[Case]:
        query = select(Case).where(Case.conversation_id == conversation.id, which)
        return (await session.scalars(query.order_by(Case.reference).with_for_update())).all()

    async def _turns(self, session: AsyncSession, case: Case) -> Sequence[TurnRecord]:
        query = select(TurnRecord).where(TurnRecord.conversation_id == case.conversation_id)
        return (await session.scalars(query.order_by(TurnRecord.id.desc()).limit(20))).all()[::-1]
