"""Canned texts of a team. With a tag or a reason for closing, one is a macro: it answers, tags and closes at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import case_words as words
from api.casework.cases import typed_text as written
from api.casework.life.case_upkeep import TAG
from api.casework.life.locked_case import CaseLocks
from api.casework.wording import WORDING, say
from api.db.base import now
from api.db.tables.case_tools import CannedText
from api.db.tables.cases import Case
from api.kernel import audit
from api.kernel.errors import NotAllowed, NotFound
from api.kernel.form_problems import FormProblem, one_line
from api.kernel.permissions import Member, Permission

FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
FIELDS: Mapping[str, str] = WORDING.section("canned_fields")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class FilledText:
    """A canned text for one case, its placeholders filled in."""

    id: int
    name: str
    text: str
    macro: str  # what it does besides, in words


@dataclass(frozen=True, slots=True)
class CannedTextForm:
    """A canned text as its form has it."""

    team: str = ""
    name: str = ""
    text: str = ""
    tag: str = ""
    close_reason: str = ""


class CannedTexts:
    """Reads for the case page; saves and removes for supervisors."""

    def __init__(self, case_locks: CaseLocks) -> None:
        self._case_locks = case_locks

    async def for_case(self, session: AsyncSession, member: Member, case: Case) -> tuple[FilledText, ...]:
        """The texts of the case's team and of every team, by name."""
        mine = or_(CannedText.team == case.team, CannedText.team.is_(None))
        rows = await session.scalars(select(CannedText).where(mine).order_by(CannedText.name, CannedText.id))
        values = self.values(member, case)
        return tuple(FilledText(row.id, row.name, filled(row.text, values), in_words(row)) for row in rows.all())

    def values(self, member: Member, case: Case) -> Mapping[str, str]:
        """The values that a canned text's placeholders stand for in this case, for this member."""
        team = self._case_locks.council.teams.get(case.team)
        values = {
            "name_of_caseworker": member.display_name,
            "reference": case.reference,
            "team": self._case_locks.team(case.team),
            "team_phone": team.phone if team else "",
            "team_hours": team.hours if team else "",
        }
        return {field: values[field.replace(" ", "_")] for field in FIELDS}

    async def listing(self, member: Member) -> Sequence[CannedText]:
        """Every canned text, by team and name."""
        _require(member)
        async with self._case_locks.database.transaction() as session:
            query = select(CannedText).order_by(CannedText.team.nulls_first(), CannedText.name)
            return (await session.scalars(query)).all()

    async def save(self, member: Member, typed: CannedTextForm, text_id: int | None = None) -> None:
        """Adds a text, or changes the one with this id. Raises FormProblem or NotFound."""
        _require(member)
        values = self._checked(typed)
        try:
            async with self._case_locks.database.transaction() as session:
                row = await session.get(CannedText, text_id) if text_id is not None else CannedText()
                if row is None:
                    raise NotFound()
                for name, value in values.items():
                    setattr(row, name, value)
                row.updated_at = now()
                session.add(row)
                await session.flush()
                subject, named = f"canned text {row.id}", {"name": row.name}
                audit.record(session, member.username, audit.Action.CANNED_TEXT_SAVED, subject, named, member.address)
        except IntegrityError:
            raise FormProblem("name", say("canned.name_taken")) from None

    async def remove(self, member: Member, text_id: int) -> None:
        """The text is gone. Raises NotFound."""
        _require(member)
        async with self._case_locks.database.transaction() as session:
            row = await session.get(CannedText, text_id)
            if row is None:
                raise NotFound()
            await session.delete(row)
            subject, named = f"canned text {text_id}", {"name": row.name}
            audit.record(session, member.username, audit.Action.CANNED_TEXT_REMOVED, subject, named, member.address)

    def _checked(self, typed: CannedTextForm) -> dict[str, str | None]:
        name = one_line(typed.name)
        if not 0 < len(name) <= LONGEST_NAME:
            raise FormProblem("name", say("canned.name", most=LONGEST_NAME))
        text = written.message(typed.text, "canned-text", say("canned.text"))
        if unknown := [field for field in FIELD.findall(text) if field not in FIELDS]:
            raise FormProblem("canned-text", say("canned.no_placeholder", placeholder=f"{{{unknown[0]}}}"))
        if typed.team and typed.team not in self._case_locks.council.teams:
            raise FormProblem("canned-team", say("canned.team"))
        tag = typed.tag.strip().lower()
        if tag and not TAG.fullmatch(tag):
            raise FormProblem("canned-tag", say("canned.tag"))
        if typed.close_reason and typed.close_reason not in words.CLOSE_REASONS:
            raise FormProblem("canned-close", say("canned.close_reason"))
        safe = self._case_locks.without_details(text, "canned-text")
        return {
            "team": typed.team or None,
            "name": name,
            "text": safe,
            "tag": tag or None,
            "close_reason": typed.close_reason or None,
        }


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; what is no placeholder stays."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def in_words(row: CannedText) -> str:
    """What a macro does besides answering."""
    does = [say("canned.adds_tag", tag=row.tag)] if row.tag else []
    if row.close_reason:
        does.append(say("canned.closes_case", reason=words.CLOSE_REASONS.get(row.close_reason, row.close_reason)))
    return ", ".join(does)


def _require(member: Member) -> None:
    if not member.may(Permission.OVERRULE):
        raise NotAllowed()
