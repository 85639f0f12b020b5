"""A form for a resident as its page shows it: the open question with its options, the summary, or what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.repository import CaseRepository
from api.casework.life.locked_case import CaseLocks
from api.casework.on_behalf.opening import FormGone, is_theirs, resident_context
from api.conversation import hidden_words as hidden
from api.db.tables.case_tools import StaffForm
from api.db.tables.cases import Case
from api.kernel.errors import NotAllowed
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.service import kept_placeholders
from bot.forms.backends import FormBackends
from bot.forms.fill import Fill
from bot.forms.filling import Filling, from_slot
from bot.forms.form import EXPECTED, Choice, Field, Form, RefusedAnswer, ResidentContext, Summary
from bot.forms.form_wording import FormWords
from bot.forms.resident_context import opened
from bot.turn import Outcome
from redaction.text.placeholders import read


@dataclass(frozen=True, slots=True)
class StaffFormPage:
    """A form as its page shows it. `field` is the open question; without one, `summary` is to be confirmed.

    `offered` are its options, in clear; `known` are hidden values of the conversation that may be the answer. `problem`
    says why the last answer, or the summary, cannot stand. `made` is the reference once it is done.
    """

    id: UUID
    form: Form
    filling: Filling
    field: Field | None
    offered: tuple[Choice, ...]
    known: tuple[str, ...]
    summary: Summary | None
    problem: str
    made: str

    @property
    def books(self) -> bool:
        """Whether the form makes a booking; else it makes a report."""
        return self.form.outcome is Outcome.BOOKED

    @property
    def over(self) -> str:
        """Why the back end will not go on; empty while it may."""
        return self.filling.last if self.filling.end else ""


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form that the member may go on with."""

    id: UUID
    title: str


class StaffFormPages:
    """Reads the forms that caseworkers fill in for residents, for their pages."""

    def __init__(self, case_locks: CaseLocks, backends: FormBackends, words: FormWords) -> None:
        self._case_locks, self._backends, self._words = case_locks, backends, words

    async def half_filled(self, session: AsyncSession, member: Member, reference: str) -> tuple[HalfFilled, ...]:
        """The forms of a case that the member may go on with."""
        rows = (await session.scalars(select(StaffForm).where(*half_filled_by(member, reference)))).all()
        return tuple(HalfFilled(row.id, form.title) for row in rows if (form := self._backends.form(row.service)))

    async def page(self, member: Member, reference: str, form_id: UUID, problem: str = "") -> StaffFormPage:
        """The form as it stands. Raises CaseNotFound or FormGone."""
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        async with self._case_locks.database.transaction() as session:
            case = await self._case(session, member, reference)
            row = await session.get(StaffForm, form_id)
            safe = await self._case_locks.vault.known(session, case.conversation_id)
            form = self._backends.form(row.service) if row else None
            if row is None or form is None or safe is None or not is_theirs(row, member, reference):
                raise FormGone()
            filling = from_slot(row.filling) or Filling(row.service)
            backend, summary, hand = (
                self._backends.backend(row.service),
                None,
                resident_context(case.conversation_id, row, safe),
            )
            field = None if filling.end else Fill(backend, form, self._words).next(filling)
            if not (field or filling.end or row.made):
                said = await backend.summary(form.service, filling.answers, hand)
                summary, problem = (None, said.say) if isinstance(said, RefusedAnswer) else (said, problem)
            kept = await kept_placeholders(session, case.conversation_id)
            offered = await _to_choose(filling, hand) if field else ()
            return StaffFormPage(
                row.id, form, filling, field, offered, known_for(field, kept), summary, problem, row.made or ""
            )

    async def _case(self, session: AsyncSession, member: Member, reference: str) -> Case:
        valid = REFERENCE.fullmatch(reference)
        case = await CaseRepository(session).find(reference, teams_visible(member)) if valid else None
        if case is None:
            raise CaseNotFound()
        return case


def half_filled_by(member: Member, reference: str) -> tuple[ColumnElement[bool], ...]:
    """The condition that a form is the member's own, on this case, and not done."""
    return StaffForm.reference == reference, StaffForm.staff_id == member.id, StaffForm.made.is_(None)


async def _to_choose(filling: Filling, hand: ResidentContext) -> tuple[Choice, ...]:
    """The options of the open question. A hidden one is opened: whoever fills in the form could not choose else."""
    titles = [await opened(each.title, hand) for each in filling.offered]
    return tuple(
        replace(each, title=title or hidden.plain(each.title))
        for each, title in zip(filling.offered, titles, strict=True)
    )


def known_for(field: Field | None, kept: frozenset[str]) -> tuple[str, ...]:
    """The hidden values that may answer a personal question, in order of their numbers."""
    label = EXPECTED.get(field.kind) if field else None
    found = (read(each) for each in kept)
    return tuple(map(str, sorted((hit for hit in found if hit and hit.label == label), key=lambda hit: hit.number)))
