"""What the council takes reports of, and what it needs to know of each: reports.yml as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.turn import Priority


class Where(StrEnum):
    """What the place of a report is: somewhere outdoors, the resident's home, or nothing."""

    PLACE = "place"  # something outdoors: "outside the Co-op", or a point on the map
    ADDRESS = "address"  # the resident's own home: personal data
    NOWHERE = "nowhere"


class ContactRule(StrEnum):
    """Whether the resident is asked how to be reached."""

    OFFERED = "offered"
    NEEDED = "needed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ReportQuestion:
    """One question of this kind of report. Without choices, the answer is in the resident's own words."""

    name: str
    ask: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()  # value, title
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Danger:
    """What makes it dangerous, how soon the team must then look, and what the resident is told at once."""

    ask: str
    priority: Priority
    say: str


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One kind of report: its questions, its place, and when it is dangerous.

    `public`: Open311 shows it without personal data, and the same report nearby is offered to be followed. `within` is
    how far away that may be, in metres. `forward` is the code of the service at the outside Open311 server.
    """

    service: str
    title: str
    team: str
    questions: tuple[ReportQuestion, ...] = ()
    where: Where = Where.PLACE
    where_ask: str = ""
    danger: Danger | None = None
    photo: bool = False
    contact: ContactRule = ContactRule.OFFERED
    public: bool = False
    within: int = 30
    forward: str = ""
    sombre: bool = False
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ReportKinds:
    """Every kind by service. `jurisdiction` names the council in Open311; `outside` the outside server's."""

    kinds: Mapping[str, ReportKind]
    jurisdiction: str = ""
    outside: str = ""
