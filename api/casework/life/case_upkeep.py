"""Keeping cases in order: put off, tag, note, link, merge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.case_reader import REFERENCE
from api.casework.cases.notes import Notes
from api.casework.cases.repository import CaseRepository
from api.casework.life import case as life
from api.casework.life.case_actions import CaseWork
from api.casework.life.case_state import Status
from api.casework.life.locked_case import AS_STAFF, LockedCase
from api.casework.queue.working_time import LONDON
from api.casework.wording import say
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.kernel import audit
from api.kernel.errors import Conflict, NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible

TAG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_TAGS = 12
LONGEST_SNOOZE = 90  # days
NO_CASE = say("upkeep.no_case")


class CaseUpkeep:
    """Everything that changes a case without changing whose it is."""

    def __init__(self, work: CaseWork) -> None:
        self._work, self._case_locks = work, work.case_locks

    async def snooze(self, member: Member, reference: str, until: str) -> None:
        """Puts the case off until a moment by the clock here (`2026-12-01T09:00`). Urgent ones cannot be."""
        moment = _moment(until)
        async with self._case_locks.open(member, reference) as work:
            work.refuse_closed()
            if work.case.priority == "urgent":
                raise Conflict(say("upkeep.urgent"))
            await work.refuse_not_yours()
            at = self._case_locks.clock()
            if moment <= at or (moment - at).days >= LONGEST_SNOOZE:
                raise FormProblem("until", say("upkeep.snooze_longest", most=LONGEST_SNOOZE))
            await self._work.apply(work, life.snoozed(work.state, moment), details={"until": moment.isoformat()})

    async def wake(self, member: Member, reference: str) -> None:
        """The case is at hand again."""
        async with self._case_locks.open(member, reference) as work:
            if work.case.snoozed_until is not None:
                await self._work.apply(work, life.woken(work.state), details={"until": None})

    async def tag(self, member: Member, reference: str, typed: str) -> None:
        """The case has these tags, written with commas between them, and no others. Raises FormProblem."""
        tags = _tags(typed)
        async with self._case_locks.open(member, reference) as work:
            if tags != work.case.tags:
                work.case.tags = tags
                work.record(audit.Action.CASE_TAGGED, tags=", ".join(tags))

    async def note(self, member: Member, reference: str, text: str, key: str | None = None) -> None:
        """A word among staff. Raises FormProblem."""
        if not text.strip():
            raise FormProblem("note", say("upkeep.no_note"))
        async with self._case_locks.open(member, reference) as work:
            await self._work.note(work, text, key)
            work.record(audit.Action.CASE_NOTED)

    async def link(self, member: Member, reference: str, other: str) -> None:
        """Ties two cases together. Raises FormProblem."""
        named = _reference(other, reference)
        async with self._case_locks.open(member, reference) as work:
            if await CaseRepository(work.session).find(named, teams_visible(member)) is None:
                raise FormProblem("other", NO_CASE)
            await Notes(work.session).link(reference, named)
            work.record(audit.Action.CASE_LINKED, other=named)

    async def merge(self, member: Member, reference: str, into: str) -> None:
        """Closes the case as the same as another, which goes on. Raises FormProblem or Conflict."""
        named = _reference(into, reference)
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        async with self._case_locks.database.transaction() as session:
            await session.execute(AS_STAFF)
            cases, conversations = await _both(session, member, (reference, named))
            case, target = cases.get(reference), cases.get(named)
            if case is None or target is None:
                raise FormProblem("other", NO_CASE)
            work = LockedCase(session, member, case, conversations[case.conversation_id])
            await self._merge(work, target)
            for conversation in conversations.values():
                await ChatRepository(session).announce(conversation.id)

    async def _merge(self, work: LockedCase, target: Case) -> None:
        case, at = work.case, self._case_locks.clock()
        work.refuse_closed()
        if target.status == Status.CLOSED:
            raise FormProblem("other", say("upkeep.target_closed"))
        await work.refuse_not_yours()
        other_chat = case.conversation_id != target.conversation_id
        change = life.merged(work.state, at, work.member.id, target.reference, other_chat=other_chat)
        into = {"into": target.reference}
        await self._work.apply(work, change, into, into)
        target.tags = [*dict.fromkeys([*target.tags, *case.tags])][:MOST_TAGS]
        target.updated_at = case.updated_at = at


async def _both(
    session: AsyncSession, member: Member, references: Sequence[str]
) -> tuple[dict[str, Case], dict[UUID, Conversation]]:
    """Both cases with their conversations, locked in one order whoever asks: conversations first."""
    teams = teams_visible(member)
    wanted = Case.reference.in_(references) if teams is None else Case.reference.in_(references) & Case.team.in_(teams)
    ids = select(Case.conversation_id).where(wanted)
    locked = select(Conversation).where(Conversation.id.in_(ids)).order_by(Conversation.id).with_for_update()
    conversations = {each.id: each for each in (await session.scalars(locked)).all()}
    cases = select(Case).where(wanted).order_by(Case.reference).with_for_update()
    return {case.reference: case for case in (await session.scalars(cases)).all()}, conversations


def _moment(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=LONDON)
    except ValueError:
        raise FormProblem("until", say("upkeep.snooze_until")) from None


def _tags(typed: str) -> list[str]:
    tags = [*dict.fromkeys(re.sub(r"\s+", "-", tag.strip().lower()) for tag in typed.split(",") if tag.strip())]
    if len(tags) > MOST_TAGS or not all(TAG.fullmatch(tag) for tag in tags):
        raise FormProblem("tags", say("upkeep.tags", most=MOST_TAGS))
    return tags


def _reference(typed: str, own: str) -> str:
    named = typed.strip().upper()
    if not REFERENCE.fullmatch(named) or named == own:
        raise FormProblem("other", say("upkeep.reference"))
    return named
