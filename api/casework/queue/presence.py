"""Who is at their desk: taking cases or not, until when they were surely there, what they can do and carry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life.auto_assignment import AutoAssignment
from api.casework.pages.desk_words import LANGUAGE, skill_words
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.ringing import SAFEGUARDING
from api.casework.wording import say
from api.db.base import now
from api.db.session import Database
from api.db.tables.desk import Caseworker
from api.db.tables.staff import StaffMember
from api.kernel import audit
from api.kernel.errors import NotAllowed, NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission
from api.settings import Role

BEATS = timedelta(seconds=90)  # how long a live connection counts after its last sign
OPENED = timedelta(minutes=10)  # how long an opened page counts, for browsers that keep no connection
MOST = 50


@dataclass(frozen=True, slots=True)
class PersonAtDesk:
    """A person at the desk, for pages."""

    staff_id: int
    username: str
    name: str
    teams: tuple[str, ...]
    available: bool
    there: bool
    capacity: int | None
    skills: tuple[str, ...]
    on_call: bool


class Presence:
    """Presence, capacity, skills and the on-call list."""

    def __init__(
        self,
        database: Database,
        policy: DeskPolicy,
        languages: Collection[str] = (),
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._policy, self._clock = database, policy, clock
        self.skills = (SAFEGUARDING, *(f"{LANGUAGE}{code}" for code in sorted(languages)))

    def skill_words(self) -> Mapping[str, str]:
        """Every skill that a person can be given, with its words."""
        return {skill: skill_words(skill) for skill in self.skills}

    async def seen(self, member: Member, lasting: timedelta = BEATS) -> None:
        """The person is there now, and counts as there for so long."""
        if not member.may(Permission.WORK_CASES):
            return
        until = self._clock() + lasting
        values = {"staff_id": member.id, "here_until": until, "available": False, "skills": [], "on_call": False}
        row = insert(Caseworker).values(**values)
        later = {"here_until": row.excluded.here_until}
        older = Caseworker.here_until < row.excluded.here_until
        async with self._database.transaction() as session:
            statement = row.on_conflict_do_update(index_elements=["staff_id"], set_=later, where=older)
            await session.execute(statement)

    async def take_cases(self, member: Member, *, available: bool) -> None:
        """The person takes new cases from now on, or no more; what waits for somebody is dealt at once."""
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        await self.seen(member, OPENED)
        async with self._database.transaction() as session:
            chosen = update(Caseworker).where(Caseworker.staff_id == member.id).values(available=available)
            await session.execute(chosen)
            if available and member.role is Role.AGENT:
                await AutoAssignment(self._policy).deal(session, member.teams, self._clock())

    async def of(self, session: AsyncSession, member: Member) -> PersonAtDesk | None:
        """The member's own line; None for those who do not work cases."""
        found = await self._read(session, StaffMember.id == member.id)
        return found[0] if found and member.may(Permission.WORK_CASES) else None

    async def everybody(self, member: Member) -> Sequence[PersonAtDesk]:
        """Everybody who works cases, for a supervisor."""
        if not member.may(Permission.OVERRULE):
            raise NotAllowed()
        async with self._database.transaction() as session:
            return await self._read(session, StaffMember.role != Role.AUDITOR.value)

    async def change(
        self, member: Member, staff_id: int, capacity: str, skills: Collection[str], *, on_call: bool
    ) -> None:
        """What a person can carry and do, and whether urgent cases ring for them. Raises FormProblem or NotFound."""
        if not member.may(Permission.OVERRULE):
            raise NotAllowed()
        most = _capacity(capacity)
        known = sorted(set(skills) & set(self.skills))
        async with self._database.transaction() as session:
            person = await session.get(StaffMember, staff_id)
            if person is None:
                raise NotFound()
            row = await _row(session, staff_id, self._clock())
            row.capacity, row.skills, row.on_call = most, known, on_call
            details: dict[str, audit.Detail] = {"capacity": most, "skills": ", ".join(known), "on_call": on_call}
            subject = audit.account(person.username)
            audit.record(session, member.username, audit.Action.CASEWORKER_CHANGED, subject, details, member.address)

    async def _read(self, session: AsyncSession, which: ColumnElement[bool]) -> Sequence[PersonAtDesk]:
        query = (
            select(StaffMember, Caseworker)
            .outerjoin(Caseworker, Caseworker.staff_id == StaffMember.id)
            .where(StaffMember.active, which)
            .order_by(StaffMember.display_name)
        )
        return [self._here(person, row) for person, row in (await session.execute(query)).all()]

    def _here(self, person: StaffMember, row: Caseworker | None) -> PersonAtDesk:
        row = row or Caseworker(available=False, here_until=self._clock(), skills=[], on_call=False)
        return PersonAtDesk(
            staff_id=person.id,
            username=person.username,
            name=person.display_name,
            teams=tuple(person.teams),
            available=row.available,
            there=row.here_until > self._clock(),
            capacity=row.capacity,
            skills=tuple(row.skills),
            on_call=row.on_call,
        )


async def skills_of(session: AsyncSession, staff_id: int) -> Sequence[str]:
    """The skills of a caseworker: languages and safeguarding."""
    return await session.scalar(select(Caseworker.skills).where(Caseworker.staff_id == staff_id)) or []


async def _row(session: AsyncSession, staff_id: int, at: datetime) -> Caseworker:
    row = await session.get(Caseworker, staff_id)
    if row is None:
        row = Caseworker(staff_id=staff_id, here_until=at, available=False)
        session.add(row)
    return row


def _capacity(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not typed.strip().isdecimal() or int(typed) > MOST:
        raise FormProblem("capacity", say("desk.capacity", most=MOST))
    return int(typed)
