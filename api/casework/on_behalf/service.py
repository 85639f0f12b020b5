"""Booking and reporting for a resident: the chat's own forms and back ends, filled in by whoever has the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life.case_actions import CaseWork
from api.casework.life.intake import Intake
from api.casework.on_behalf import read
from api.casework.on_behalf.opening import FormGone, LockedForm, StaffFormLocks, refuse
from api.casework.on_behalf.page import StaffFormPages, half_filled_by, known_for
from api.casework.on_behalf.write import CompletedForm, FormCompletion
from api.casework.wording import say
from api.db.tables.case_tools import StaffForm
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.kernel.times import day
from api.vault.service import kept_placeholders
from bot.forms.backends import FormBackends
from bot.forms.fill import Fill
from bot.forms.filling import Filling
from bot.forms.form import SKIPPED, Completed, Field, FieldKind, RefusedAnswer
from bot.forms.form_wording import FormWords
from bot.forms.interpret import GivenAnswers, Reopen
from bot.forms.reading.read import read_answer
from bot.forms.reading.today import Today
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.policy import load_policy
from bot.ports import FormBackend
from bot.turn import Outcome


class StaffWords(FormWords):
    """The chat's words of forms, without those that read an answer back: the page shows every answer."""

    def noted(self, shown: object) -> str:
        """Nothing: a caseworker sees what was understood in the form itself."""
        return ""


class OnBehalf:
    """Begins, fills in, confirms and stops. Each step is one transaction; each may be sent twice."""

    def __init__(self, work: CaseWork, backends: FormBackends, words: FormWords) -> None:
        case_locks = work.case_locks
        self._case_locks, self._backends, self._words = case_locks, backends, words
        self._opening = StaffFormLocks(case_locks, backends)
        self._writing = FormCompletion(case_locks, Intake(work.policy, case_locks.clock), words)
        self.showing = StaffFormPages(case_locks, backends, words)
        self.page, self.half_filled = self.showing.page, self.showing.half_filled

    def services(self) -> Mapping[str, Mapping[str, str]]:
        """What can be booked and what reported: titles by slug, in order of title."""
        found: dict[str, dict[str, str]] = {"Book": {}, "Report": {}}
        for slug in self._case_locks.council.slugs:
            if (form := self._backends.form(slug)) is not None:
                found["Book" if form.outcome is Outcome.BOOKED else "Report"][slug] = form.title
        return {kind: dict(sorted(titles.items(), key=lambda each: each[1])) for kind, titles in found.items()}

    async def made(self, session: AsyncSession, reference: str) -> Sequence[CompletedForm]:
        """The bookings and reports that were made for the resident of a case."""
        titles = {slug: title for kind in self.services().values() for slug, title in kind.items()}
        return await self._writing.made(session, reference, titles)

    async def begin(self, member: Member, reference: str, service: str) -> UUID:
        """A new form; one that the member left half filled on this case goes. Raises FormProblem or Conflict."""
        form = self._backends.form(service) if service in self._case_locks.council.slugs else None
        if form is None:
            raise FormProblem("behalf-service", say("on_behalf.no_service"))
        async with self._case_locks.open(member, reference) as work:
            await refuse(work)
            await work.session.execute(delete(StaffForm).where(*half_filled_by(member, reference)))
            photos = {each.name: SKIPPED for each in form.fields if each.kind is FieldKind.PHOTO}
            row = StaffForm(id=uuid4(), reference=reference, staff_id=member.id, service=service, filling={})
            work.session.add(row)
            async with self._opening.with_office(work, row) as under:
                under.keep(await self._fill(under).settle(Filling(service, said=photos)))
            return row.id

    async def answer(self, member: Member, reference: str, form_id: UUID, name: str, typed: read.Typed) -> str:
        """Takes the answer to a question; what was wrong with it, or nothing. Raises FormProblem or Conflict."""
        async with self._opening.under_way(member, reference, form_id) as under:
            field = next((each for each in under.form.fields if each.name == name), None)
            if field is None:
                raise FormGone()
            value = await self._read(under, field, typed)
            if value is None:
                return self._words.hint(field)
            before = replace(under.filling, misses=0)
            after = under.keep(await self._fill(under).take(before, GivenAnswers({name: value})))
            return after.note if after.misses else ""

    async def change(self, member: Member, reference: str, form_id: UUID, name: str) -> None:
        """Asks a question of the form again, with its answer taken back."""
        async with self._opening.under_way(member, reference, form_id) as under:
            if name not in {each.name for each in under.form.fields}:
                raise FormGone()
            under.keep(await self._fill(under).take(replace(under.filling, end=None), Reopen(name)))

    async def stop(self, member: Member, reference: str, form_id: UUID) -> None:
        """Gives the form up; what was held is free again."""
        async with self._opening.under_way(member, reference, form_id) as under:
            await under.backend.abandon(under.form.service, under.filling.answers, RESIDENT_CONTEXT.get())
            await under.work.session.delete(under.row)

    async def finish(self, member: Member, reference: str, form_id: UUID) -> str:
        """Books or reports it, once; why it could not be, or nothing. Raises Conflict."""
        async with self._case_locks.open(member, reference) as work:
            row = await self._opening.row(work, form_id)
            if row.made:  # sent twice
                return ""
            await refuse(work)
            async with self._opening.with_office(work, row) as under:
                filling, service = under.filling, under.form.service
                if filling.end or self._fill(under).next(filling):
                    raise Conflict(say("on_behalf.unanswered"))
                done = await under.backend.complete(service, filling.answers, RESIDENT_CONTEXT.get())
                if isinstance(done, Completed):
                    await self._writing.write(work, row, under.form, done)
                    return ""
                await self._go_on(under, done)
                return done.say

    async def _go_on(self, under: LockedForm, refused: RefusedAnswer) -> None:
        """Where the time has gone meanwhile, that is asked again; else nothing can come of it."""
        slot = next((each.name for each in under.form.fields if each.kind is FieldKind.SLOT), None)
        if slot is None or refused.ends:
            await under.backend.abandon(under.form.service, under.filling.answers, RESIDENT_CONTEXT.get())
            under.keep(replace(under.filling, end="refused", last=refused.say))
        else:
            again = replace(under.filling.without(slot), changing=slot, offered=(), asked="", note="")
            under.keep(await self._fill(under).settle(again))

    async def _read(self, under: LockedForm, field: Field, typed: read.Typed) -> str | None:
        """The answer's value, its personal details in the vault; None where it is no answer to that question."""
        today = Today(day(self._case_locks.clock()), self._case_locks.council.calendar)
        offered = under.filling.offered if under.filling.open == field.name else ()
        known = typed.get(read.KNOWN, "")
        if known:
            kept = await kept_placeholders(under.work.session, under.work.conversation.id)
            return known if known in known_for(field, kept) else None
        if read.is_skipped(field, typed) or not read.takes_words(field, offered):
            return read.chosen(field, typed, offered, today)
        words = typed.get(read.VALUE, "").replace("\x00", "").strip()
        if not read.can_be(field, words):
            return None
        safe_words = await self._case_locks.redacted(under.safe, words, read.VALUE, expecting=read.expects(field))
        await under.work.session.flush()
        return read_answer(field, safe_words, today)

    def _fill(self, under: LockedForm) -> Fill:
        return Fill(under.backend, under.form, self._words)


def make_on_behalf(work: CaseWork, backends: Sequence[FormBackend]) -> OnBehalf:
    """Forms for residents at these back ends."""
    return OnBehalf(work, FormBackends(backends), StaffWords(load_policy().forms))
