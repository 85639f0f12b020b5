"""Booking and reporting for a resident: the chat's own forms and offices, filled in by whoever has the case."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.case_page.models import StaffForm
from api.case_page.on_behalf import read
from api.case_page.on_behalf.write import Made, Writing
from api.cases.at_work import CaseTaken, Open
from api.cases.models import Case
from api.cases.repository import CaseRepository
from api.cases.service import REFERENCE, CaseNotFound
from api.cases.work import CaseWork
from api.chat.at_hand import at_hand_of
from api.desk.intake import Intake
from api.errors import Conflict, NotAllowed, NotFound
from api.staff.permissions import Member, Permission, teams_visible
from api.staff.problems import FormProblem
from api.staff.times import day
from api.vault.service import Safe, kept_placeholders
from bot.forms.at_hand import AT_HAND
from bot.forms.fill import Fill
from bot.forms.filling import Filling, from_slot, to_slot
from bot.forms.form import EXPECTED, SKIPPED, Completed, Field, Form, Kind, Refused, Summary
from bot.forms.hear import Reopen, Told
from bot.forms.reading.read import read_answer
from bot.forms.wording import FormWords
from bot.policy import load_policy
from bot.ports import Office
from bot.turn import Outcome
from redaction.placeholders import PLACEHOLDER

ERASED = "The resident's details were erased, so nothing can be booked or reported for them here."


class FormGone(NotFound):
    """No such form, or it is somebody else's."""

    detail = "We could not find that form. It may have been stopped. Open the case and begin again."


class StaffWords(FormWords):
    """The chat's words of forms, without those that read an answer back: the page shows every answer."""

    def noted(self, shown: object) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Page:
    """A form as its page shows it. `field` is the open question; without one, `summary` is to be confirmed.

    `known` are hidden values of the conversation that may be the answer. `problem` says why the last answer, or the
    summary, cannot stand. `made` is the reference once it is done, `over` why nothing can come of it.
    """

    id: UUID
    form: Form
    filling: Filling
    field: Field | None
    known: tuple[str, ...]
    summary: Summary | None
    problem: str
    made: str

    @property
    def books(self) -> bool:
        """Whether it is a booking; else a report."""
        return self.form.outcome is Outcome.BOOKED

    @property
    def over(self) -> str:
        """Why the office will not go on; empty while it may."""
        return self.filling.last if self.filling.end else ""


@dataclass(frozen=True, slots=True)
class HalfFilled:
    """A form that the member may go on with."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A form that is locked with its case, the resident's safe open beside it."""

    work: Open
    row: StaffForm
    safe: Safe
    office: Office
    form: Form

    @property
    def filling(self) -> Filling:
        """What was answered so far."""
        return from_slot(self.row.filling) or Filling(self.row.service)

    def keep(self, filling: Filling) -> Filling:
        """Writes it down."""
        self.row.filling = to_slot(filling)
        return filling


class OnBehalf:
    """Begins, fills in, confirms and stops. Each step is one transaction; each may be sent twice."""

    def __init__(self, work: CaseWork, offices: Sequence[Office], words: FormWords, writing: Writing) -> None:
        self._at_work, self._offices, self._words, self._writing = work.at_work, tuple(offices), words, writing

    def services(self) -> Mapping[str, Mapping[str, str]]:
        """What can be booked and what reported: titles by slug, in order of title."""
        found: dict[str, dict[str, str]] = {"Book": {}, "Report": {}}
        for slug in self._at_work.council.slugs:
            if (form := self._form(slug)) is not None:
                found["Book" if form.outcome is Outcome.BOOKED else "Report"][slug] = form.title
        return {kind: dict(sorted(titles.items(), key=lambda each: each[1])) for kind, titles in found.items()}

    async def made(self, session: AsyncSession, reference: str) -> Sequence[Made]:
        """What was booked and reported for the resident of a case."""
        titles = {slug: title for kind in self.services().values() for slug, title in kind.items()}
        return await self._writing.made(session, reference, titles)

    async def half_filled(self, session: AsyncSession, member: Member, reference: str) -> tuple[HalfFilled, ...]:
        """The forms of a case that the member may go on with."""
        rows = (await session.scalars(select(StaffForm).where(*_half_filled(member, reference)))).all()
        return tuple(HalfFilled(row.id, form.title) for row in rows if (form := self._form(row.service)))

    async def begin(self, member: Member, reference: str, service: str) -> UUID:
        """A new form; one that the member left half filled on this case goes. Raises FormProblem or Conflict."""
        form = self._form(service)
        if form is None:
            raise FormProblem("behalf-service", "Choose what you want to book or report.")
        async with self._at_work.open(member, reference) as work:
            await _refuse(work)
            await work.session.execute(delete(StaffForm).where(*_half_filled(member, reference)))
            photos = {each.name: SKIPPED for each in form.fields if each.kind is Kind.PHOTO}
            row = StaffForm(id=uuid4(), reference=reference, staff_id=member.id, service=service, filling={})
            work.session.add(row)
            async with self._with(work, row) as under:
                under.keep(await self._fill(under).settle(Filling(service, said=photos)))
            return row.id

    async def page(self, member: Member, reference: str, form_id: UUID, problem: str = "") -> Page:
        """The form as it stands. Raises CaseNotFound or FormGone."""
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        async with self._at_work.database.transaction() as session:
            case = await self._case(session, member, reference)
            row = await session.get(StaffForm, form_id)
            safe = await self._at_work.vault.known(session, case.conversation_id)
            form = self._form(row.service) if row else None
            if row is None or form is None or safe is None or not _is_theirs(row, member, reference):
                raise FormGone()
            filling = from_slot(row.filling) or Filling(row.service)
            office, summary = self._office(row.service), None
            field = None if filling.end else self._next(office, form, filling)
            if not (field or filling.end or row.made):
                hand = at_hand_of(case.conversation_id, _key(row), safe)
                said = await office.summary(form.service, filling.answers, hand)
                summary, problem = (None, said.say) if isinstance(said, Refused) else (said, problem)
            kept = await kept_placeholders(session, case.conversation_id)
            return Page(row.id, form, filling, field, _known(field, kept), summary, problem, row.made or "")

    async def answer(self, member: Member, reference: str, form_id: UUID, name: str, typed: read.Typed) -> str:
        """Takes the answer to a question; what was wrong with it, or nothing. Raises FormProblem or Conflict."""
        async with self._under_way(member, reference, form_id) as under:
            field = next((each for each in under.form.fields if each.name == name), None)
            if field is None:
                raise FormGone()
            value = await self._read(under, field, typed)
            if value is None:
                return self._words.hint(field)
            before = replace(under.filling, misses=0)
            after = under.keep(await self._fill(under).take(before, Told({name: value})))
            return after.note if after.misses else ""

    async def change(self, member: Member, reference: str, form_id: UUID, name: str) -> None:
        """Asks a question again."""
        async with self._under_way(member, reference, form_id) as under:
            if name not in {each.name for each in under.form.fields}:
                raise FormGone()
            under.keep(await self._fill(under).take(replace(under.filling, end=None), Reopen(name)))

    async def stop(self, member: Member, reference: str, form_id: UUID) -> None:
        """Gives the form up; what was held is free again."""
        async with self._under_way(member, reference, form_id) as under:
            await under.office.abandon(under.form.service, under.filling.answers, AT_HAND.get())
            await under.work.session.delete(under.row)

    async def finish(self, member: Member, reference: str, form_id: UUID) -> str:
        """Books or reports it, once; why it could not be, or nothing. Raises Conflict."""
        async with self._at_work.open(member, reference) as work:
            row = await self._row(work, form_id)
            if row.made:  # sent twice
                return ""
            await _refuse(work)
            async with self._with(work, row) as under:
                filling, service = under.filling, under.form.service
                if filling.end or self._next(under.office, under.form, filling):
                    raise Conflict("Something is still to be answered. Look at the form again.")
                done = await under.office.complete(service, filling.answers, AT_HAND.get())
                if isinstance(done, Completed):
                    await self._writing.write(work, row, under.form, done)
                    return ""
                await self._go_on(under, done)
                return done.say

    async def _go_on(self, under: UnderWay, refused: Refused) -> None:
        """Where the time has gone meanwhile, that is asked again; else nothing can come of it."""
        slot = next((each.name for each in under.form.fields if each.kind is Kind.SLOT), None)
        if slot is None or refused.ends:
            await under.office.abandon(under.form.service, under.filling.answers, AT_HAND.get())
            under.keep(replace(under.filling, end="refused", last=refused.say))
        else:
            again = replace(under.filling.without(slot), changing=slot, offered=(), asked="", note="")
            under.keep(await self._fill(under).settle(again))

    async def _read(self, under: UnderWay, field: Field, typed: read.Typed) -> str | None:
        """The answer's value, its personal details in the vault; None where it is no answer to that question."""
        today, offered = day(self._at_work.clock()), under.filling.offered if under.filling.open == field.name else ()
        known = typed.get(read.KNOWN, "")
        if known:
            kept = await kept_placeholders(under.work.session, under.work.conversation.id)
            return known if known in _known(field, kept) else None
        if read.is_skipped(field, typed) or not read.takes_words(field, offered):
            return read.chosen(field, typed, offered, today)
        words = typed.get(read.VALUE, "").replace("\x00", "").strip()
        if not read.can_be(field, words):
            return None
        safe_words = await self._at_work.redacted(under.safe, words, read.VALUE, expecting=read.expects(field))
        await under.work.session.flush()
        return read_answer(field, safe_words, today)

    @asynccontextmanager
    async def _under_way(self, member: Member, reference: str, form_id: UUID) -> AsyncIterator[UnderWay]:
        """A form that is not done yet, of a case that the member has."""
        async with self._at_work.open(member, reference) as work:
            row = await self._row(work, form_id)
            if row.made:
                raise Conflict(f"This was done already. The reference is {row.made}.")
            await _refuse(work)
            async with self._with(work, row) as under:
                yield under

    async def _row(self, work: Open, form_id: UUID) -> StaffForm:
        row = await work.session.get(StaffForm, form_id, with_for_update=True)
        if row is None or not _is_theirs(row, work.member, work.case.reference):
            raise FormGone()
        return row

    @asynccontextmanager
    async def _with(self, work: Open, row: StaffForm) -> AsyncIterator[UnderWay]:
        form = self._form(row.service)
        if form is None:
            raise FormGone("This cannot be booked or reported here any more.")
        safe = await self._at_work.vault.open(work.session, work.conversation.id)
        known = AT_HAND.set(at_hand_of(work.conversation.id, _key(row), safe))
        try:
            yield UnderWay(work, row, safe, self._office(row.service), form)
        finally:
            AT_HAND.reset(known)

    async def _case(self, session: AsyncSession, member: Member, reference: str) -> Case:
        valid = REFERENCE.fullmatch(reference)
        case = await CaseRepository(session).find(reference, teams_visible(member)) if valid else None
        if case is None:
            raise CaseNotFound()
        return case

    def _fill(self, under: UnderWay) -> Fill:
        return Fill(under.office, under.form, self._words)

    def _next(self, office: Office, form: Form, filling: Filling) -> Field | None:
        return Fill(office, form, self._words).next(filling)

    def _form(self, service: str) -> Form | None:
        return next((form for each in self._offices if (form := each.form(service))), None)

    def _office(self, service: str) -> Office:
        return next(each for each in self._offices if each.form(service))


async def _refuse(work: Open) -> None:
    """Raises Conflict or CaseTaken unless the member has the case, and its resident's details are there."""
    work.refuse_closed()
    if work.case.status != "claimed":
        raise Conflict("Claim this case before you book or report for the resident.")
    if work.case.claimed_by != work.member.id:
        raise CaseTaken(f"{await work.holder()} has this case. Only they can book or report for the resident.")
    if work.conversation.erased:
        raise Conflict(ERASED)


def _is_theirs(row: StaffForm, member: Member, reference: str) -> bool:
    return row.reference == reference and row.staff_id == member.id


def _half_filled(member: Member, reference: str) -> tuple[ColumnElement[bool], ...]:
    return StaffForm.reference == reference, StaffForm.staff_id == member.id, StaffForm.made.is_(None)


def _key(row: StaffForm) -> str:
    return f"staff-{row.id}"


def _known(field: Field | None, kept: frozenset[str]) -> tuple[str, ...]:
    """The hidden values that may answer a personal question, in order of their numbers."""
    label = EXPECTED.get(field.kind) if field else None
    found = (PLACEHOLDER.fullmatch(each) for each in kept)
    return tuple(sorted((hit[0] for hit in found if hit and hit[1] == label), key=lambda each: (len(each), each)))


def make_on_behalf(work: CaseWork, offices: Sequence[Office]) -> OnBehalf:
    """Forms for residents at these offices."""
    words = StaffWords(load_policy().forms)
    return OnBehalf(work, offices, words, Writing(work.at_work, Intake(work.policy, work.at_work.clock), words))
