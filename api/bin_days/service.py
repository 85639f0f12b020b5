"""Bin days of an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.bin_days.bin_day_words import clock
from api.bin_days.calendar import BinCalendar, Collection
from api.bin_days.ics import as_ics
from api.bin_days.read_rounds import street_key
from api.bin_days.rounds import BinRound, CrewNote
from api.bin_days.wording import say
from api.db.base import now
from api.kernel.addresses import Address, Gazetteer
from api.kernel.errors import NotFound
from api.kernel.times import day
from redaction.text.postcode import as_postcode

SHOWN, CALENDAR = timedelta(weeks=5), timedelta(weeks=26)
BEFORE = timedelta(weeks=2)  # what a calendar still shows of the past


@dataclass(frozen=True, slots=True)
class BinDays:
    """What the page shows for one address."""

    address: Address
    round: BinRound
    collections: tuple[Collection, ...]
    notes: tuple[CrewNote, ...]
    out_by: str


class BinDayService:
    """Looks up bin days. Without a gazetteer nobody's address is known, and the page says how to ask."""

    def __init__(
        self,
        calendar: BinCalendar,
        gazetteer: Gazetteer | None,
        host: str,
        council: str,
        time: Callable[[], datetime] = now,
    ) -> None:
        self._calendar, self._gazetteer = calendar, gazetteer
        self._host, self._council, self._time = host, council, time

    async def addresses(self, postcode: str) -> Sequence[Address]:
        """The addresses of a postcode as typed. Raises NotFound, which says what is wrong."""
        known = as_postcode(postcode)
        if known is None:
            raise NotFound(say("errors.postcode"))
        found = await self._gazetteer.at_postcode(known) if self._gazetteer else ()
        if not found:
            raise NotFound(say("errors.no_homes"))
        return found

    async def at(self, postcode: str, uprn: str) -> BinDays:
        """The next collections at one address of a postcode. Raises NotFound."""
        address = next((each for each in await self.addresses(postcode) if each.uprn == uprn), None)
        which = self._calendar.round_of(address) if address else None
        if address is None:
            raise NotFound(say("errors.choose_address"))
        if which is None:
            raise NotFound(say("errors.no_round"))
        today = self._today()
        coming = self._calendar.between(which, today, today + SHOWN)
        out_by = clock(self._calendar.rounds.out_by)
        return BinDays(address, which, coming, self._notes(which, address, today), out_by)

    def ics(self, round_slug: str, *, garden: bool) -> bytes:
        """A round's calendar. Its address names the round and nobody's home. Raises NotFound."""
        which = self._calendar.rounds.rounds.get(round_slug)
        if which is None:
            raise NotFound(say("errors.no_calendar"))
        today = self._today()
        days = self._calendar.between(which, today - BEFORE, today + CALENDAR, paid=garden)
        return as_ics(say("calendar.title", council=self._council), which.slug, self._host, days, self._time())

    def _notes(self, which: BinRound, address: Address, today: date) -> tuple[CrewNote, ...]:
        line = f" {street_key(address.line)} "
        recent = (each for each in self._calendar.rounds.notes if today - timedelta(days=7) <= each.on <= today)
        return tuple(
            each for each in recent if each.round == which.slug and (not each.street or f" {each.street} " in line)
        )

    def _today(self) -> date:
        return day(self._time())
