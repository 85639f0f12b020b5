"""Colleagues named in notes: `@username` tells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.db.base import now
from api.db.session import Database
from api.db.tables.case_tools import Mention
from api.db.tables.cases import Case
from api.db.tables.desk import CaseNote
from api.db.tables.staff import StaffMember
from api.kernel.errors import NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible
from api.kernel.times import moment
from api.settings import Role

NAMED = re.compile(r"(?<![\w.@])@([a-z0-9][a-z0-9._-]*[a-z0-9])")
MOST, SHOWN, MOST_OFFERED = 10, 50, 300


@dataclass(frozen=True, slots=True)
class NoteMention:
    """A note that names the member."""

    reference: str
    author: str
    at: str
    html: Markup
    fresh: bool


class Mentions:
    """Reads for the member named. Writing is part of noting: `tell`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database, self._clock = database, clock

    async def mine(self, member: Member) -> tuple[NoteMention, ...]:
        """Notes that name the member, the newest first, as far as they still see the case."""
        if not member.may(Permission.SEE_CASES):
            raise NotAllowed()
        query = (
            select(CaseNote, Mention.read_at)
            .join(Mention, Mention.note_id == CaseNote.id)
            .join(Case, Case.reference == CaseNote.reference)
            .where(Mention.staff_id == member.id, _visible(member))
            .order_by(CaseNote.id.desc())
            .limit(SHOWN)
        )
        async with self._database.transaction() as session:
            rows = (await session.execute(query)).all()
        return tuple(
            NoteMention(note.reference, note.author, moment(note.created_at), hidden.chips(note.text), read is None)
            for note, read in rows
        )

    async def read(self, session: AsyncSession, member: Member, reference: str) -> None:
        """The member has opened the case, and so read what names them there."""
        notes = select(CaseNote.id).where(CaseNote.reference == reference)
        fresh = Mention.staff_id == member.id, Mention.read_at.is_(None), Mention.note_id.in_(notes)
        await session.execute(update(Mention).where(*fresh).values(read_at=self._clock()))

    async def unread(self, member: Member) -> int:
        """How many notes name the member that they have not opened."""
        query = (
            select(func.count())
            .select_from(Mention)
            .join(CaseNote, CaseNote.id == Mention.note_id)
            .join(Case, Case.reference == CaseNote.reference)
            .where(Mention.staff_id == member.id, Mention.read_at.is_(None), _visible(member))
        )
        async with self._database.transaction() as session:
            return await session.scalar(query) or 0


async def colleagues(session: AsyncSession, member: Member, team: str) -> tuple[tuple[str, str], ...]:
    """Whom the member can name in a note on a case of this team: usernames with names, in order of name."""
    query = select(StaffMember.username, StaffMember.display_name).where(*_sees(team), StaffMember.id != member.id)
    found = await session.execute(query.order_by(StaffMember.display_name, StaffMember.username).limit(MOST_OFFERED))
    return tuple((username, name) for username, name in found.all())


async def tell(session: AsyncSession, note_id: int, typed: str, team: str) -> None:
    """Tells whom a note names. `typed` is as written, for redaction may hide a name. Raises FormProblem."""
    names = list(dict.fromkeys(NAMED.findall(typed)))
    if len(names) > MOST:
        raise FormProblem("note", say("notes.too_many_named", most=MOST))
    query = select(StaffMember).where(StaffMember.username.in_(names), *_sees(team))
    people = {person.username: person.id for person in (await session.scalars(query)).all()} if names else {}
    if unknown := [name for name in names if name not in people]:
        raise FormProblem("note", f"No {unknown[0]} sees this case. Check the username, or leave out the @.")
    for staff_id in people.values():
        values = {"note_id": note_id, "staff_id": staff_id}
        await session.execute(insert(Mention).values(**values).on_conflict_do_nothing())


def _sees(team: str) -> tuple[ColumnElement[bool], ...]:
    return StaffMember.active.is_(True), or_(StaffMember.role != Role.AGENT.value, StaffMember.teams.contains([team]))


def _visible(member: Member) -> ColumnElement[bool]:
    teams: Sequence[str] | None = teams_visible(member)
    return Case.team.in_(teams) if teams is not None else Case.team.is_not(None)
