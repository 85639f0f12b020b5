"""More or fewer places for a time: an extra crew on one day, a registrar on a course. On record, and easily undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.bookings.engine.context import BookingContext
from api.bookings.engine.repository import BookingRepository
from api.bookings.pages.staff_diary import StaffDiary
from api.bookings.wording import say
from api.db.tables.bookings import CapacityBlock
from api.kernel import audit
from api.kernel.errors import NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member

MOST = 100  # more of a resource at one time
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """So many `units` more or fewer of a resource between two moments; fewer without a number closes it."""

    resource: str
    since: datetime
    until: datetime
    more: bool
    units: int | None
    why: str


@dataclass(frozen=True)
class Capacity:
    """Changes what there is of the resources of a member's teams. Bookings stay, whatever becomes of their places."""

    diary: StaffDiary

    async def change(self, member: Member, wanted: CapacityChange) -> int:
        """Writes the change down; returns how many bookings there are too many at the fullest moment.

        Raises FormProblem.
        """
        reason = self._checked(member, wanted)
        action = audit.Action.BOOKINGS_OPENED if wanted.more else audit.Action.BOOKINGS_BLOCKED
        since, until = wanted.since.isoformat(), wanted.until.isoformat()
        details: dict[str, audit.Detail] = {"from": since, "until": until, "units": wanted.units, "why": reason}
        async with self.diary.context.database.transaction() as session:
            over = await change_places(self.diary.context, BookingRepository(session), wanted, reason, member.username)
            subject = f"resource {wanted.resource}"
            audit.record(session, member.username, action, subject, details, member.address)
        return over

    async def undo(self, member: Member, number: int) -> int:
        """Takes a change back; returns how many bookings there are too many then. Raises NotFound."""
        async with self.diary.context.database.transaction() as session:
            repository = BookingRepository(session)
            block = await repository.block(number)
            if block is None or block.resource not in self.diary.resources(member):
                raise NotFound()
            subject = f"resource {block.resource}"
            details: dict[str, audit.Detail] = {"units": block.units, "more": block.more}
            audit.record(session, member.username, audit.Action.BOOKINGS_UNBLOCKED, subject, details, member.address)
            return await undo_change(self.diary.context, repository, block)

    def _checked(self, member: Member, wanted: CapacityChange) -> str:
        """The reason, without personal data, once all else is right. Raises FormProblem."""
        if wanted.resource not in self.diary.resources(member):
            raise FormProblem("resource", say("errors.resource"))
        if not timedelta() < wanted.until - wanted.since <= LONGEST:
            raise FormProblem("last", say("errors.end_before_start"))
        if wanted.more and wanted.units is None:
            raise FormProblem("units", say("errors.how_many_more"))
        return self.diary.why(wanted.why, "why")


async def change_places(
    context: BookingContext, repository: BookingRepository, wanted: CapacityChange, why: str, by: str
) -> int:
    """Writes a change in the caller's transaction; returns how many bookings there are too many. Raises FormProblem."""
    await repository.lock({wanted.resource})
    values = {"resource": wanted.resource, "starts_at": wanted.since, "ends_at": wanted.until}
    repository.add(CapacityBlock(**values, units=wanted.units, more=wanted.more, why=why, created_by=by))
    await repository.flush()
    if wanted.more:
        changes = await repository.blocks([wanted.resource], wanted.since, wanted.until)
        more = sum(each.units or 0 for each in changes if each.more)
        if more > MOST:
            raise FormProblem("units", say("errors.too_many_more", most=MOST))
        await context.lanes(repository)
        await repository.put_in(wanted.resource, context.units[wanted.resource], more)
    return await _too_many(context, repository, wanted.resource, wanted.since, wanted.until)


async def undo_change(context: BookingContext, repository: BookingRepository, block: CapacityBlock) -> int:
    """Takes a change back in the caller's transaction; returns how many bookings there are too many then."""
    await repository.lock({block.resource})
    await repository.unblock(block.id)
    return await _too_many(context, repository, block.resource, block.starts_at, block.ends_at)


async def _too_many(
    context: BookingContext, repository: BookingRepository, resource: str, since: datetime, until: datetime
) -> int:
    found = await repository.occupation(context.units, [resource], since, until, context.clock())
    lanes = found.busy.get(resource, {}).values()
    spans = {span for busy in lanes for span in zip(busy.starts, busy.ends, strict=True)}
    return max((found.taken(resource, span) - found.places(resource, span) for span in spans), default=0)
