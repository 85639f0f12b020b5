"""The numbers of crisis.yml as a list to check: who to call, where, when, whence we know it, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.crisis.card import phone_of, where
from bot.crisis.config import CrisisConfig, HelpNumber
from knowledge.pack.calendar import Nation

FRESH_DAYS = 90  # after this, somebody must compare the number with its source again


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """One number on a kind's card. `shown` is whether this council's residents see it."""

    text: str
    phone: str | None
    url: str | None
    nation: str
    hours: str
    source: str
    verified_on: date
    old: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class ListedKind:
    """One kind of crisis with its card's title and numbers, in the card's order."""

    kind: str
    title: str
    numbers: tuple[ListedNumber, ...]


class CrisisNumbers:
    """What crisis.yml says, with this council's own numbers filled in."""

    def __init__(self, config: CrisisConfig, own: Mapping[str, str], nation: Nation = "england") -> None:
        self._config, self._own, self._nation = config, own, nation

    def listed(self, today: date) -> Sequence[ListedKind]:
        """Every kind, in the file's order."""
        numbers = {name: self._listed(number, today) for name, number in self._config.numbers.items()}
        return [
            ListedKind(kind, each.title, tuple(numbers[name] for name in each.numbers))
            for kind, each in self._config.kinds.items()
        ]

    def old(self, today: date) -> list[str]:
        """The names of the numbers that somebody must verify again."""
        return [name for name, number in self._config.numbers.items() if is_old(number, today)]

    def _listed(self, number: HelpNumber, today: date) -> ListedNumber:
        return ListedNumber(
            number.text,
            phone_of(number, self._own),
            number.url,
            where(number),
            number.hours,
            number.source,
            number.verified_on,
            is_old(number, today),
            self._nation in number.nations,
        )


def is_old(number: HelpNumber, today: date) -> bool:
    """Whether a number was last verified more than `FRESH_DAYS` ago."""
    return (today - number.verified_on).days > FRESH_DAYS
