"""What is written down once something was booked or reported for a resident: who is told, and what goes on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.notes import Notes
from api.casework.life.intake import Intake
from api.casework.life.locked_case import CaseLocks, LockedCase
from api.casework.wording import WORDING, say
from api.db.tables.bookings import Booking
from api.db.tables.case_tools import StaffForm
from api.kernel import audit
from api.kernel.times import moment
from bot.forms.form import Completed, Form
from bot.forms.form_wording import FormWords
from bot.turn import CaseDraft, Conclusion, Outcome, Reply, Turn

STATES: Mapping[str, str] = WORDING.section("made_states")


@dataclass(frozen=True, slots=True)
class CompletedForm:
    """Something that was booked or reported for the resident, and how it stands now."""

    title: str
    reference: str
    books: bool
    by: str
    at: str
    stands: str


class FormCompletion:
    """Works within the transaction that completed the form."""

    def __init__(self, case_locks: CaseLocks, intake: Intake, words: FormWords) -> None:
        self._case_locks, self._intake, self._words = case_locks, intake, words

    async def write(self, work: LockedCase, row: StaffForm, form: Form, done: Completed) -> None:
        """Ties it to the case, tells the resident, opens a report's own case, and puts the act on record."""
        at, books = self._case_locks.clock(), form.outcome is Outcome.BOOKED
        row.made, row.made_by, row.made_at = done.reference, work.member.display_name, at
        action = audit.Action.BOOKED_ON_BEHALF if books else audit.Action.REPORTED_ON_BEHALF
        work.record(action, service=form.service, made=done.reference)
        if books:
            member, details = work.member, {"case": work.case.reference}
            audit.record(work.session, member.username, action, audit.booking(done.reference), details, member.address)
        if work.conversation.owner != "closed":
            name, extras = work.member.display_name, self._extras(done.case)
            await work.add("staff", self._told(form, done), name, extras=extras)
        if done.case is not None:
            await self._open_case(work, form, done, done.case)

    async def made(self, session: AsyncSession, reference: str, titles: Mapping[str, str]) -> Sequence[CompletedForm]:
        """The bookings and reports that were made for the resident of a case, oldest first."""
        query = (
            select(StaffForm, Booking.state, Booking.held_until)
            .outerjoin(Booking, Booking.reference == StaffForm.made)
            .where(StaffForm.reference == reference, StaffForm.made.is_not(None))
            .order_by(StaffForm.made_at)
        )
        return [
            CompletedForm(
                title=titles.get(row.service, row.service),
                reference=row.made or "",
                books=state is not None,
                by=row.made_by,
                at=moment(row.made_at) if row.made_at else "",
                stands=say("on_behalf.unpaid", until=moment(until))
                if until
                else STATES.get(state or "", say("on_behalf.reported")),
            )
            for row, state, until in (await session.execute(query)).all()
        ]

    def _told(self, form: Form, done: Completed) -> str:
        links = [f"[{link.title}]({link.url})" for link in done.links]
        return "\n\n".join([say("on_behalf.for_you", title=form.title), self._words.plainly(done.say), *links])

    def _extras(self, draft: CaseDraft | None) -> Mapping[str, Any]:
        if draft is None:
            return {}
        return {"case": {"reference": draft.reference, "team": self._case_locks.team(draft.team)}}

    async def _open_case(self, work: LockedCase, form: Form, done: Completed, draft: CaseDraft) -> None:
        """A report is its team's own case, as one that a resident makes; it is linked to this one."""
        nothing = self._case_locks.without_details("", "text")
        turn = Turn(
            text=nothing,
            findings=(),
            conclusion=Conclusion(Outcome.REPORTED, form.service, "staff", 1.0),
            replies=(Reply(done.say, case=draft),),
            crisis=None,
            state=[],
        )
        await self._intake.take(work.session, work.conversation, "reported", turn)
        await Notes(work.session).link(work.case.reference, draft.reference)
