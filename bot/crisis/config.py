"""crisis.yml and crisis_examples.yml as checked, frozen values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.pack.calendar import Nation

CRISIS = Path(__file__).with_name("crisis.yml")
EXAMPLES = "crisis_examples.yml"

CrisisKind = Literal[
    "life_threat", "suicide_self_harm", "domestic_abuse", "child_at_risk", "modern_slavery_or_exploitation",
    "adult_at_risk", "gas_or_co", "power_or_heating_vulnerable", "flooding_now", "dangerous_structure",
    "dangerous_highway", "homeless_tonight",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(CrisisKind))
# A worry where nobody is in danger now. Messages by many hands tell it from danger; nothing is said about it yet.
Concern = Literal[
    "hunger", "carer_strain", "low_mood", "old_harm", "neighbour_worry", "money_despair", "rough_home",
]  # fmt: skip
CONCERNS: frozenset[str] = frozenset(get_args(Concern))
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HelpNumber(_Part):
    """A number or address of help: for whom, when, where we have it from, and when somebody last compared it."""

    text: str = Field(min_length=3)
    phone: str | None = None
    url: str | None = None
    hours: str = Field(min_length=3)
    nations: tuple[Nation, ...] = Field(min_length=1)
    source: str = Field(min_length=3)
    verified_on: date


class CrisisKindRules(_Part):
    """One kind of crisis: its card, its words, and how near in meaning a sentence must be.

    `certain` rules always count, `words` unless a guard speaks against them. `cue` words lower what the meaning must
    reach from `alone` to `with_cue`: see `Meaning.leads` for the scale.
    """

    title: str
    team: str
    leave_page: bool = False
    advice: tuple[str, ...] = Field(min_length=1)
    numbers: tuple[str, ...] = Field(min_length=1)
    certain: tuple[str, ...] = ()
    words: tuple[str, ...] = Field(min_length=1)
    cue: tuple[str, ...] = Field(min_length=1)
    with_cue: float = Field(ge=-1, le=1)
    alone: float = Field(ge=-1, le=1)


class Examples(_Part):
    """Curated sentences: how residents tell of each kind, and what only looks alike."""

    crisis: dict[CrisisKind, tuple[str, ...]]
    ordinary: dict[str, tuple[str, ...]]


class CrisisConfig(_Part):
    """Everything of the crisis gate that is not code."""

    numbers: dict[str, HelpNumber]
    kinds: dict[CrisisKind, CrisisKindRules]
    groups: dict[str, tuple[str, ...]]
    same: dict[str, str]
    honest: tuple[str, ...]
    harmless: tuple[str, ...]
    guards: tuple[str, ...]
    examples: Examples

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, kinds in (("kinds", set(self.kinds)), ("examples", set(self.examples.crisis))):
            if missing := KINDS - kinds:
                raise ValueError(f"{name} lack {', '.join(sorted(missing))}")
        for kind, each in self.kinds.items():
            if unknown := set(each.numbers) - set(self.numbers):
                raise ValueError(f"{kind} names unknown numbers: {', '.join(sorted(unknown))}")
        return self


def load(path: Path = CRISIS) -> CrisisConfig:
    """The gate's settings in `path`, with the examples in the file beside it.

    Raises pydantic's ValidationError, which names each wrong field.
    """
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    examples = yaml.safe_load(path.with_name(EXAMPLES).read_text(encoding="utf-8"))
    return CrisisConfig.model_validate({**settings, "examples": examples})
