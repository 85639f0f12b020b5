"""Bin rounds as values: what bins.yml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

COLOURS = ("grey", "blue", "green", "orange", "brown", "black")  # api/web/assets/_bins.scss draws them


class Weeks(StrEnum):
    """In which weeks a container is collected."""

    EVERY = "every"
    A = "a"
    B = "b"


@dataclass(frozen=True, slots=True)
class Container:
    """A bin. `paid`: only those who pay for it have one."""

    slug: str
    name: str
    colour: str
    holds: str
    paid: bool = False


@dataclass(frozen=True, slots=True)
class BinRound:
    """A round: the weekday (0 is Monday), the weeks of each container, and who is on it."""

    slug: str
    weekday: int
    collect: Mapping[str, Weeks]
    wards: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    uprns: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A time without collections of one container, both days included."""

    container: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CrewNote:
    """Why a crew could not empty bins, and when it comes back if not on the next usual day. No street: the round."""

    round: str
    on: date
    why: str
    street: str = ""
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class BinRounds:
    """All of bins.yml. `changes` maps usual days to others, in order."""

    week_a: date
    out_by: time
    finish_by: time
    report_within: int
    bank_holidays: int
    containers: Mapping[str, Container]
    rounds: Mapping[str, BinRound]
    changes: Mapping[date, date]
    pauses: tuple[Pause, ...]
    notes: tuple[CrewNote, ...]
