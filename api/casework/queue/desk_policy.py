"""desk.yml as a checked, frozen value: working hours, service levels, and how cases reach people."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from api.casework.queue.clock import ClockKind
from api.casework.queue.working_time import ALWAYS, Calendar, WorkingBlock
from bot.council import Council
from bot.turn import Priority
from knowledge.pack.calendar import PLAIN_CALENDAR, CouncilCalendar

FILE = "desk.yml"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BLOCK = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


class DeskProblem(ValueError):
    """desk.yml cannot be used; the words say why."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(_Part):
    """A calendar: days (`mon`, `mon-fri`) with their blocks (`08:00-12:30`); `00:00` ends a block at midnight."""

    days: Mapping[str, tuple[str, ...]]
    bank_holidays: bool = True
    closed: frozenset[date] = frozenset()

    @field_validator("days")
    @classmethod
    def _readable(cls, days: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        if not any(days.values()):
            raise ValueError("a calendar needs at least one block")
        for name, blocks in days.items():
            weekdays(name)
            read_blocks(blocks)
        return days

    def calendar(self, council: CouncilCalendar) -> Calendar:
        """The hours as a calendar, holidays being those of the council's."""
        blocks = {day: read_blocks(times) for name, times in self.days.items() for day in weekdays(name)}
        return Calendar(blocks, council if self.bank_holidays else None, self.closed)


class Targets(_Part):
    """Working minutes for one priority. With `always` they count at night and on holidays too."""

    first: int = Field(ge=1, le=60_000)
    next: int = Field(ge=1, le=60_000)
    resolution: int = Field(ge=1, le=600_000)
    always: bool = False

    def of(self, kind: ClockKind) -> timedelta:
        """The target of one kind of clock, in working minutes."""
        return timedelta(minutes={ClockKind.FIRST: self.first, ClockKind.NEXT: self.next}.get(kind, self.resolution))


class TeamDesk(_Part):
    """How a team works: its calendar, and whether cases are dealt to people or pulled by them."""

    calendar: str | None = None
    assign: Literal["auto", "pull"] = "pull"


class RingingPolicy(_Part):
    """How urgent cases ring: for the on-call list first; after so long for every supervisor too, again and again."""

    on_call: tuple[str, ...] = ()  # usernames, besides those whom a supervisor puts on call
    safeguarding: tuple[str, ...] = ()  # for whom cases that need safeguarding ring at once, on call or not
    again_minutes: int = Field(3, ge=1, le=120)


class EscalationPolicy(_Part):
    """Who gets a case that is past a target: a supervisor on call; with none of them, this team."""

    team: str | None = None


class DeskPolicy(_Part):
    """The rules of the desk: the whole of desk.yml."""

    calendars: Mapping[str, Hours]
    calendar: str  # of teams that name none
    teams: Mapping[str, TeamDesk] = {}
    targets: Mapping[Priority, Targets]
    warn_at: float = Field(0.75, gt=0, lt=1)
    accept_minutes: int = Field(3, ge=1, le=120)
    too_long_minutes: int = Field(20, ge=1, le=600)
    capacity: int = Field(4, ge=1, le=50)
    ringing: RingingPolicy = RingingPolicy()
    escalation: EscalationPolicy = EscalationPolicy()
    council: CouncilCalendar = PLAIN_CALENDAR

    @cached_property
    def _calendars(self) -> Mapping[str, Calendar]:
        return {name: hours.calendar(self.council) for name, hours in self.calendars.items()}

    def hours(self, team: str) -> Calendar:
        """The working hours of a team."""
        desk = self.teams.get(team)
        return self._calendars[desk.calendar if desk and desk.calendar else self.calendar]

    def counting(self, team: str, priority: str) -> Calendar:
        """The hours that count for a case's clocks."""
        return ALWAYS if self.targets[Priority(priority)].always else self.hours(team)

    def target(self, priority: str, kind: ClockKind) -> timedelta:
        """The service level of a priority: working minutes for one kind of clock."""
        return self.targets[Priority(priority)].of(kind)

    def deals(self, team: str) -> bool:
        """Whether the team's cases are dealt out."""
        desk = self.teams.get(team)
        return desk is not None and desk.assign == "auto"


def council_desk(folder: Path, council: Council) -> DeskPolicy:
    """The desk of a council that was read already, for its calendar and teams. Raises DeskProblem."""
    return load_desk(folder, council.calendar, council.teams)


def load_desk(
    folder: Path, council: CouncilCalendar = PLAIN_CALENDAR, teams: Collection[str] | None = None
) -> DeskPolicy:
    """The desk of a council pack; without a file, weekdays from nine to five. Raises DeskProblem."""
    file = folder / FILE
    fields: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else PLAIN
    try:
        policy = DeskPolicy.model_validate({**fields, "council": council})
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise DeskProblem(f"{file}: {told}") from None
    named = {policy.calendar, *(desk.calendar for desk in policy.teams.values() if desk.calendar)}
    for wrong, known, what in (
        (named - set(policy.calendars), policy.calendars, "calendar"),
        (set(policy.teams) - set(teams if teams is not None else policy.teams), teams, "team"),
        ({policy.escalation.team} - {None, *(teams or ())} if teams is not None else (), teams, "team"),
        (set(Priority) - set(policy.targets), Priority, "target for the priority"),
    ):
        if wrong:
            raise DeskProblem(f"{file}: there is no {what} {sorted(map(str, wrong))[0]} ({', '.join(known or ())}).")
    return policy


@cache
def plain_desk() -> DeskPolicy:
    """The desk of a council that says nothing about it."""
    return DeskPolicy.model_validate(PLAIN)


def weekdays(name: str) -> range:
    """`mon-fri` as weekdays, Monday being 0. Raises ValueError."""
    first, _, last = name.partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(f"`{name}` is no day; write mon or mon-fri")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def read_blocks(written: Collection[str]) -> tuple[WorkingBlock, ...]:
    """`08:00-12:30` and the like, in order and apart. Raises ValueError."""
    blocks = tuple(map(_block, written))
    for earlier, later in pairwise(blocks):
        if earlier.end == time(0) or later.start < earlier.end:
            raise ValueError("blocks of a day come in order and do not overlap")
    return blocks


def _block(written: str) -> WorkingBlock:
    found = _BLOCK.fullmatch(written)
    if found is None:
        raise ValueError(f"`{written}` is no block; write 08:00-12:30")
    hours = [int(part) for part in found.groups()]
    block = WorkingBlock(time(hours[0], hours[1]), time(hours[2] % 24, hours[3]))
    if block.end != time(0) and block.end <= block.start:
        raise ValueError(f"`{written}` ends before it begins")
    return block


PLAIN: Mapping[str, Any] = {
    "calendars": {"weekdays": {"days": {"mon-fri": ["09:00-17:00"]}}},
    "calendar": "weekdays",
    "targets": {
        "urgent": {"first": 5, "next": 10, "resolution": 240, "always": True},
        "high": {"first": 30, "next": 60, "resolution": 960},
        "normal": {"first": 120, "next": 240, "resolution": 2400},
        "low": {"first": 480, "next": 960, "resolution": 4800},
    },
}
