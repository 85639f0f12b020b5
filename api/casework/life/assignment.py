"""How cases change hands besides being claimed: pulled, accepted, declined, passed to a person, returned."""

from __future__ import annotations

from api.casework.life import case as life
from api.casework.life.auto_assignment import AutoAssignment
from api.casework.life.case_actions import CaseWork
from api.casework.life.case_state import Status
from api.casework.life.locked_case import AS_STAFF, CaseTaken, LockedCase
from api.casework.queue.presence import skills_of
from api.casework.queue.queue import Queue
from api.casework.wording import say
from api.conversation.repository import ChatRepository
from api.db.tables.conversations import Conversation
from api.kernel.errors import Conflict, NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible

TEAM, PERSON = "team:", "person:"


class Assignment:
    """Hands cases on. It rests on CaseWork for what a case's taking and leaving mean."""

    def __init__(self, work: CaseWork) -> None:
        self._work, self._case_locks = work, work.case_locks
        self._auto_assignment = AutoAssignment(work.policy)

    async def next_case(self, member: Member) -> str | None:
        """Takes the next case of the member's teams; its reference, or None when nothing waits.

        Locks what it takes and passes over what others have locked: two people never get the same case.
        """
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        async with self._case_locks.database.transaction() as session:
            await session.execute(AS_STAFF)
            skills, at = await skills_of(session, member.id), self._case_locks.clock()
            case = await Queue(session).next_for(member.id, teams_visible(member), skills, at)
            if case is None:
                return None
            conversation = await session.get_one(Conversation, case.conversation_id, with_for_update=True)
            work = LockedCase(session, member, case, conversation)
            await self._work.apply(work, life.claimed(work.state, member.id), details={"next": True})
            case.updated_at = conversation.updated_at = at
            await ChatRepository(session).announce(conversation.id)
            return case.reference

    async def accept(self, member: Member, reference: str) -> None:
        """Takes a case that was dealt or passed to the member. Raises Conflict when it went back meanwhile."""
        async with self._case_locks.open(member, reference) as work:
            self._refuse_not_dealt(work)
            await self._work.apply(work, life.accepted(work.state, member.id))

    async def decline(self, member: Member, reference: str) -> None:
        """The case goes back to the queue, and somebody else is dealt it."""
        async with self._case_locks.open(member, reference) as work:
            self._refuse_not_dealt(work)
            await self._work.apply(work, life.declined(work.state, member.id))
            if self._work.policy.deals(work.case.team):
                await self._auto_assignment.offer(work.session, work.case, self._case_locks.clock())

    async def give_back(self, member: Member, reference: str, note: str = "") -> None:
        """Returns a case to its team's queue; the resident waits for somebody else, and the bot does not take over."""
        async with self._case_locks.open(member, reference) as work:
            work.refuse_closed()
            await work.refuse_not_holding()
            await self._work.apply(work, life.returned(work.state, member.id))
            await self._work.note(work, note)

    async def pass_on(self, member: Member, reference: str, to: str, note: str = "") -> None:
        """To a team (`team:streets`) or to a person who is there (`person:12`), with a note. Raises FormProblem."""
        if to.startswith(TEAM):
            return await self._work.transfer(member, reference, to.removeprefix(TEAM), note)
        chosen = to.removeprefix(PERSON)
        if not to.startswith(PERSON) or not chosen.isdecimal():
            raise FormProblem("team", say("assignment.no_target"))
        await self._to_person(member, reference, int(chosen), note)

    async def _to_person(self, member: Member, reference: str, staff_id: int, note: str) -> None:
        async with self._case_locks.open(member, reference) as work:
            case, at = work.case, self._case_locks.clock()
            people = {person.id: person for person in await Queue(work.session).people(case.team, at)}
            person = people.get(staff_id)
            if person is None or staff_id == case.claimed_by:
                raise FormProblem("team", say("assignment.not_at_desk"))
            await work.refuse_not_yours()
            change = life.passed_to(work.state, staff_id, self._auto_assignment.accept_by(at))
            await self._work.apply(work, change, {"to": person.display_name}, {"to": person.username})
            await self._work.note(work, note)

    def _refuse_not_dealt(self, work: LockedCase) -> None:
        work.refuse_closed()
        if work.case.status == Status.CLAIMED:
            raise CaseTaken(say("assignment.claimed_meanwhile"))
        if work.case.assigned_to != work.member.id:
            raise Conflict(say("assignment.no_longer_yours"))
