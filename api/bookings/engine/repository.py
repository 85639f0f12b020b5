"""The bookings' SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.bookings.engine.free_places import Busy, Changed, Lane, Occupation
from api.bookings.engine.slots import Slot
from api.db.tables.bookings import Booking, BookingEvent, CapacityBlock, Charge, LanePlace, LaneRecord

Lanes = Mapping[str, Sequence[Lane]]
_OCCUPIED = text(
    """select lane.resource, lane.id, array_agg(extract(epoch from place.starts_at)::bigint order by place.starts_at),
              array_agg(extract(epoch from place.ends_at)::bigint order by place.starts_at)
       from booking_place place join booking_lane lane on lane.id = place.lane_id
       where lane.resource = any(:resources) and place.starts_at < :until and place.ends_at > :since
         and (place.held_until is null or place.held_until > :at) and place.reference <> :but
       group by lane.resource, lane.id"""
)
_CHANGED = text(
    """select resource, extract(epoch from starts_at)::bigint, extract(epoch from ends_at)::bigint,
              case when more then units else -units end
       from booking_block where resource = any(:resources) and starts_at < :until and ends_at > :since"""
)
_LOCK = text("select pg_advisory_xact_lock(number) from unnest(cast(:numbers as bigint[])) as number")  # one by one
_LIVE = ("unpaid", "confirmed", "missed")


class BookingRepository:
    """Reads and writes bookings, lanes and their places within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def session(self) -> AsyncSession:
        """The transaction, for what others write with it."""
        return self._session

    async def lock(self, names: Iterable[str]) -> None:
        """Waits until nobody else works on these; whoever takes several takes them in the same order."""
        digests = (hashlib.sha256(f"booking {name}".encode()).digest() for name in sorted(set(names)))
        numbers = [int.from_bytes(digest[:8], "big", signed=True) for digest in digests]
        await self._session.execute(_LOCK, {"numbers": numbers})

    # Lanes and places

    async def lanes(self, units: Mapping[str, int]) -> Lanes:
        """The lanes of every resource: as many as it has units, and those that were ever put in for a time.

        Missing ones are made; which belong to every day is written down, since PostgreSQL counts by it.
        """
        query = select(LaneRecord).where(LaneRecord.resource.in_(units)).order_by(LaneRecord.number)
        known = (await self._session.scalars(query)).all()
        there = {(row.resource, row.number) for row in known}
        pairs = [(name, number) for name, count in units.items() for number in range(count)]
        if missing := [pair for pair in pairs if pair not in there]:
            await self._add_lanes(missing, extra=False)
        if any(row.extra != (row.number >= units[row.resource]) for row in known):
            await self._tell_apart(units)
        if missing:
            known = (await self._session.scalars(query)).all()
        lanes: dict[str, list[Lane]] = {name: [] for name in units}
        for row in known:
            lanes[row.resource].append(Lane(row.id, row.resource, row.number))
        return lanes

    async def put_in(self, resource: str, units: int, more: int) -> None:
        """Makes lanes for as many units as there are every day and so many more, as far as they are missing."""
        await self._add_lanes([(resource, number) for number in range(units, units + more)], extra=True)

    async def _add_lanes(self, pairs: list[tuple[str, int]], *, extra: bool) -> None:
        rows = [{"resource": name, "number": number, "extra": extra} for name, number in pairs]
        await self._session.execute(insert(LaneRecord).values(rows).on_conflict_do_nothing())

    async def _tell_apart(self, units: Mapping[str, int]) -> None:
        for name, count in units.items():
            extra = LaneRecord.number >= count
            wrong = update(LaneRecord).where(LaneRecord.resource == name, LaneRecord.extra != extra)
            await self._session.execute(wrong.values(extra=extra))

    async def occupation(
        self,
        units: Mapping[str, int],
        resources: Collection[str],
        since: datetime,
        until: datetime,
        at: datetime,
        but: str = "",
    ) -> Occupation:
        """The lanes that are taken of these resources; expired holds and the booking `but` count as nothing."""
        span: dict[str, Any] = {"resources": list(resources), "since": since, "until": until}
        busy: dict[str, dict[int, Busy]] = {}
        for resource, lane, starts, ends in await self._session.execute(_OCCUPIED, {**span, "at": at, "but": but}):
            busy.setdefault(resource, {})[lane] = Busy(starts, ends)
        changes: dict[str, list[Changed]] = {}
        for resource, start, end, more in await self._session.execute(_CHANGED, span):
            changes.setdefault(resource, []).append(Changed(start, end, more))
        return Occupation(units, busy, changes)

    async def take(
        self, reference: str, lane: Lane, slot: Slot, held_until: datetime | None, *, pending: bool = False
    ) -> bool:
        """Takes a lane for a slot; False when somebody has it: PostgreSQL itself says so."""
        values = {
            "lane_id": lane.id,
            "reference": reference,
            "starts_at": slot.starts,
            "ends_at": slot.ends,
            "held_until": held_until,
            "pending": pending,
        }
        statement = insert(LanePlace).values(**values).on_conflict_do_nothing().returning(LanePlace.id)
        return await self._session.scalar(statement) is not None

    async def drop_stale(self, slot: Slot, at: datetime) -> None:
        """Removes holds that have run out and stand in the way of a slot."""
        lanes = select(LaneRecord.id).where(LaneRecord.resource.in_(slot.uses))
        query = select(LanePlace.reference).where(
            LanePlace.lane_id.in_(lanes),
            LanePlace.starts_at < slot.ends,
            LanePlace.ends_at > slot.starts,
            LanePlace.held_until <= at,
        )
        stale = set((await self._session.scalars(query)).all())
        if stale:
            await self.drop_holds(stale, at)

    async def drop_holds(self, references: Collection[str], at: datetime) -> int:
        """Removes those of these bookings that are holds and have run out; returns how many."""
        gone = delete(Booking).where(
            Booking.reference.in_(references), Booking.state == "held", Booking.held_until <= at
        )
        return len((await self._session.scalars(gone.returning(Booking.reference))).all())

    async def release(self, reference: str, *, pending: bool | None = None) -> None:
        """Frees what a booking takes up; only what is pending or only the rest, if that is said."""
        statement = delete(LanePlace).where(LanePlace.reference == reference)
        await self._session.execute(statement if pending is None else statement.where(LanePlace.pending == pending))

    async def settle(self, reference: str, *, pending: bool = False) -> int:
        """Makes a booking's held or pending places its own for good; returns how many places that are."""
        statement = update(LanePlace).where(LanePlace.reference == reference, LanePlace.pending == pending)
        done = await self._session.scalars(statement.values(held_until=None, pending=False).returning(LanePlace.id))
        return len(done.all())

    # Bookings

    def add(self, row: Booking | Charge | CapacityBlock) -> None:
        """Adds a new row of any table of bookings."""
        self._session.add(row)

    async def flush(self) -> None:
        """Writes what was added, so that rows may refer to it."""
        await self._session.flush()

    async def find(self, reference: str, *, lock: bool = False) -> Booking | None:
        """The booking; with `lock`, as it is now and until the transaction ends."""
        query = select(Booking).where(Booking.reference == reference)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return await self._session.scalar(query)

    async def by_key(self, key: str) -> Booking | None:
        """The booking that a hold with this key made."""
        query = select(Booking).where(Booking.key == key).execution_options(populate_existing=True)
        return await self._session.scalar(query)

    async def by_command(self, key: str) -> Booking | None:
        """The booking that a command with this key was carried out on."""
        found = select(Booking).join(BookingEvent, BookingEvent.reference == Booking.reference)
        return await self._session.scalar(found.where(BookingEvent.key == key))

    async def held_by(self, conversation: UUID, service: str) -> Sequence[Booking]:
        """What a conversation holds of a service."""
        query = select(Booking).where(
            Booking.conversation_id == conversation, Booking.service == service, Booking.state == "held"
        )
        return (await self._session.scalars(query)).all()

    async def delete_hold(self, reference: str) -> None:
        """Removes a booking that was never more than a hold."""
        await self._session.execute(delete(Booking).where(Booking.reference == reference, Booking.state == "held"))

    async def of_household(self, household: str, service: str, since: datetime, until: datetime, but: str = "") -> int:
        """How many bookings of a service a household has between two moments; without a slot, since when."""
        moment = func.coalesce(Booking.starts_at, Booking.created_at)
        query = (
            select(func.count())
            .select_from(Booking)
            .where(
                Booking.household == household,
                Booking.service == service,
                Booking.state.in_(_LIVE),
                Booking.reference != but,
                moment >= since,
                moment <= until,
            )
        )
        return await self._session.scalar(query) or 0

    async def stale_holds(self, at: datetime, limit: int) -> Sequence[str]:
        """Holds that have run out, locked; those that somebody works on just now are left out."""
        query = select(Booking.reference).where(Booking.state == "held", Booking.held_until <= at)
        query = query.order_by(Booking.held_until).limit(limit).with_for_update(skip_locked=True)
        return (await self._session.scalars(query)).all()

    async def waiting_for_money(self, at: datetime, limit: int) -> Sequence[str]:
        """Payments, by reference, whose booking or amendment has waited long enough."""
        until = Booking.change["until"].astext
        overdue = or_(
            and_(Booking.state == "unpaid", Booking.held_until <= at),
            and_(Booking.change.is_not(None), until <= at.isoformat()),
        )
        query = (
            select(Charge.reference)
            .join(Booking, Booking.reference == Charge.booking)
            .where(overdue, Charge.state == "started")
            .order_by(Charge.created_at)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def paid_by_nobody(self, at: datetime, limit: int) -> Sequence[str]:
        """Bookings that have waited long enough, with no payment under way."""
        under_way = exists().where(Charge.booking == Booking.reference, Charge.state == "started")
        overdue = and_(Booking.state == "unpaid", Booking.held_until <= at, ~under_way)
        return (await self._session.scalars(select(Booking.reference).where(overdue).limit(limit))).all()

    async def to_remind(self, after: datetime, before: datetime) -> Sequence[Booking]:
        """Confirmed bookings that start between the two and have had no reminder."""
        query = select(Booking).where(
            Booking.state == "confirmed",
            Booking.reminded_at.is_(None),
            Booking.starts_at > after,
            Booking.starts_at <= before,
        )
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def owing(self, after: datetime) -> Sequence[Booking]:
        """Confirmed bookings that start later, have something left to pay, and were not told so."""
        query = select(Booking).where(
            Booking.state == "confirmed",
            Booking.due < Booking.price,
            Booking.balance_told_at.is_(None),
            Booking.starts_at > after,
        )
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def of_day(self, services: Collection[str], since: datetime, until: datetime) -> list[Booking]:
        """The bookings of some services that start between two moments; without a slot, those made then."""
        moment = func.coalesce(Booking.starts_at, Booking.created_at)
        query = select(Booking).where(
            Booking.service.in_(services), Booking.state.in_(_LIVE), moment >= since, moment < until
        )
        return list((await self._session.scalars(query.order_by(moment, Booking.reference))).all())

    # Events, payments, blocks

    async def once(
        self, reference: str, key: str | None, what: str, actor: str, details: Mapping[str, Any] | None = None
    ) -> bool:
        """Writes an event down; False when its key has been used, and nothing is to be done again."""
        values = {"reference": reference, "key": key, "what": what, "actor": actor, "details": dict(details or {})}
        statement = insert(BookingEvent).values(**values).on_conflict_do_nothing(index_elements=["key"])
        return await self._session.scalar(statement.returning(BookingEvent.id)) is not None

    async def events(self, reference: str) -> Sequence[BookingEvent]:
        """What happened to a booking, oldest first."""
        query = select(BookingEvent).where(BookingEvent.reference == reference).order_by(BookingEvent.id)
        return (await self._session.scalars(query)).all()

    async def payment(self, reference: str, *, lock: bool = False) -> Charge | None:
        """A payment; with `lock`, as it is now and until the transaction ends."""
        query = select(Charge).where(Charge.reference == reference)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return await self._session.scalar(query)

    async def payments(self, booking: str) -> Sequence[Charge]:
        """The payments of a booking, newest first."""
        query = (
            select(Charge).where(Charge.booking == booking).order_by(Charge.created_at.desc(), Charge.reference.desc())
        )
        return (await self._session.scalars(query)).all()

    async def blocks(self, resources: Collection[str], since: datetime, until: datetime) -> Sequence[CapacityBlock]:
        """The units that staff took out of these resources, or put in, between two moments."""
        query = select(CapacityBlock).where(
            CapacityBlock.resource.in_(resources), CapacityBlock.starts_at < until, CapacityBlock.ends_at > since
        )
        return (await self._session.scalars(query.order_by(CapacityBlock.starts_at, CapacityBlock.id))).all()

    async def block(self, number: int) -> CapacityBlock | None:
        """One change of capacity by its number; None when there is none."""
        return await self._session.get(CapacityBlock, number)

    async def unblock(self, number: int) -> None:
        """Removes a change of capacity, so that its resource is as usual."""
        await self._session.execute(delete(CapacityBlock).where(CapacityBlock.id == number))
