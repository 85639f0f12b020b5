"""A form under way, opened for one step: locked with its case, what its back end may know of the resident at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from api.casework.life.locked_case import CaseLocks, CaseTaken, LockedCase
from api.casework.wording import say
from api.db.tables.case_tools import StaffForm
from api.kernel.errors import Conflict, NotFound, Unavailable
from api.kernel.permissions import Member
from api.vault.service import Safe
from bot.forms.backends import FormBackends
from bot.forms.filling import Filling, from_slot, to_slot
from bot.forms.form import Form, ResidentContext
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.ports import FormBackend

SLOW = say("on_behalf.too_slow")
ERASED = say("on_behalf.details_erased")


class FormGone(NotFound):
    """No such form, or it is somebody else's."""

    detail = say("on_behalf.not_found")


@dataclass(frozen=True, slots=True)
class LockedForm:
    """A form that is locked with its case, the resident's safe open beside it."""

    work: LockedCase
    row: StaffForm
    safe: Safe
    backend: FormBackend
    form: Form

    @property
    def filling(self) -> Filling:
        """The form's answers so far."""
        return from_slot(self.row.filling) or Filling(self.row.service)

    def keep(self, filling: Filling) -> Filling:
        """Stores the form's answers."""
        self.row.filling = to_slot(filling)
        return filling


class StaffFormLocks:
    """Opens forms for whoever has the case."""

    def __init__(self, case_locks: CaseLocks, backends: FormBackends) -> None:
        self._case_locks, self._backends = case_locks, backends

    @asynccontextmanager
    async def under_way(self, member: Member, reference: str, form_id: UUID) -> AsyncIterator[LockedForm]:
        """A form that is not done yet, of a case that the member has."""
        async with self._case_locks.open(member, reference) as work:
            row = await self.row(work, form_id)
            if row.made:
                raise Conflict(say("on_behalf.done_already", reference=row.made))
            await refuse(work)
            async with self.with_office(work, row) as under:
                yield under

    async def row(self, work: LockedCase, form_id: UUID) -> StaffForm:
        """The member's form on this case, locked. Raises FormGone."""
        row = await work.session.get(StaffForm, form_id, with_for_update=True)
        if row is None or not is_theirs(row, work.member, work.case.reference):
            raise FormGone()
        return row

    @asynccontextmanager
    async def with_office(self, work: LockedCase, row: StaffForm) -> AsyncIterator[LockedForm]:
        """The form with its back end. Raises FormGone."""
        form = self._backends.form(row.service)
        if form is None:
            raise FormGone(say("on_behalf.no_form"))
        safe = await self._case_locks.vault.open(work.session, work.conversation.id)
        known = RESIDENT_CONTEXT.set(resident_context(work.conversation.id, row, safe))
        try:
            yield LockedForm(work, row, safe, self._backends.backend(row.service), form)
        except TimeoutError:
            raise Unavailable(SLOW) from None
        finally:
            RESIDENT_CONTEXT.reset(known)


async def refuse(work: LockedCase) -> None:
    """Raises Conflict or CaseTaken unless the member has the case, and its resident's details are there."""
    work.refuse_closed()
    if work.case.status != "claimed":
        raise Conflict(say("on_behalf.not_claimed"))
    if work.case.claimed_by != work.member.id:
        raise CaseTaken(say("on_behalf.claimed_by_other", name=await work.holder()))
    if work.conversation.erased:
        raise Conflict(ERASED)


def is_theirs(row: StaffForm, member: Member, reference: str) -> bool:
    """Whether the member began it, on this case."""
    return row.reference == reference and row.staff_id == member.id


def resident_context(conversation_id: UUID, row: StaffForm, safe: Safe) -> ResidentContext:
    """What the back end may know of the resident. The form's id is the key, so that its back end does nothing twice."""

    async def reveal(placeholder: str) -> str | None:
        try:
            return await safe.reveal(placeholder)
        except NotFound:
            return None

    return ResidentContext(conversation_id, f"{conversation_id}:staff-{row.id}", reveal)
