"""When a round comes: usual days, bank holidays, festive changes and pauses. Pure functions of rounds and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.bin_days.read_rounds import street_key
from api.bin_days.rounds import BinRound, BinRounds, Container, Weeks
from api.kernel.addresses import Address
from knowledge.pack.calendar import CouncilCalendar

WEEK = timedelta(days=7)
SLACK = timedelta(days=10)  # how far a change may move a day


@dataclass(frozen=True, slots=True)
class Collection:
    """One visit of a round: the day, the day it usually would be, and what is collected."""

    on: date
    usual: date
    containers: tuple[Container, ...]

    @property
    def moved(self) -> bool:
        """Whether this collection is on another day than usual, as after a bank holiday."""
        return self.on != self.usual


class BinCalendar:
    """The days of every round, in the council's calendar."""

    def __init__(self, rounds: BinRounds, council: CouncilCalendar) -> None:
        self.rounds, self.council = rounds, council

    def round_of(self, address: Address) -> BinRound | None:
        """The round that an address is on: by UPRN, else by street, else by ward."""
        every = self.rounds.rounds.values()
        uprn = int(address.uprn) if address.uprn.isascii() and address.uprn.isdigit() else -1
        street = f" {street_key(address.line)} "
        by_uprn = (each for each in every if any(first <= uprn <= last for first, last in each.uprns))
        by_street = (each for each in every if any(f" {name} " in street for name in each.streets))
        by_ward = (each for each in every if address.ward.casefold() in each.wards)
        return next(by_uprn, None) or next(by_street, None) or next(by_ward, None)

    def between(self, which: BinRound, first: date, last: date, *, paid: bool = True) -> tuple[Collection, ...]:
        """The collections from one day to another, both included, in order; `paid`: with containers one pays for."""
        usual = first - SLACK + timedelta(days=(which.weekday - (first - SLACK).weekday()) % 7)
        found = []
        while usual <= last + SLACK:
            collected = tuple(self._containers(which, usual, paid))
            on = self._actual(usual)
            if collected and first <= on <= last:
                found.append(Collection(on, usual, collected))
            usual += WEEK
        return tuple(sorted(found, key=lambda each: each.on))

    def last_of(self, which: BinRound, container: str, until: date) -> Collection | None:
        """The newest collection of a container up to a day."""
        recent = self.between(which, until - 8 * WEEK, until)
        return next((each for each in reversed(recent) if _has(each, container)), None)

    def next_of(self, which: BinRound, container: str, after: date) -> Collection | None:
        """The first collection of a container after a day."""
        coming = self.between(which, after + timedelta(days=1), after + 8 * WEEK)
        return next((each for each in coming if _has(each, container)), None)

    def _containers(self, which: BinRound, usual: date, paid: bool) -> Iterator[Container]:
        weeks = (usual - self.rounds.week_a).days // 7
        this = Weeks.A if weeks % 2 == 0 else Weeks.B
        for slug, when in which.collect.items():
            container = self.rounds.containers[slug]
            paused = any(p.container == slug and p.first <= usual <= p.last for p in self.rounds.pauses)
            if when in (Weeks.EVERY, this) and (paid or not container.paid) and not paused:
                yield container

    def _actual(self, usual: date) -> date:
        """The day itself. A change by name comes before the rule of bank holidays, in the whole of its week."""
        if usual in self.rounds.changes:
            return self.rounds.changes[usual]
        monday = usual - timedelta(days=usual.weekday())
        changed = any(monday + timedelta(days=day) in self.rounds.changes for day in range(7))
        if changed or not self.council.is_bank_holiday(monday):
            return usual
        return usual + timedelta(days=self.rounds.bank_holidays)


def _has(collection: Collection, container: str) -> bool:
    return any(each.slug == container for each in collection.containers)
