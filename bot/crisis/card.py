"""Crisis cards: fixed advice and numbers, with the council's own numbers filled in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.crisis.config import PLACEHOLDER, CrisisConfig, CrisisKind, CrisisKindRules, HelpNumber
from bot.turn import Card, CardLine
from bot.wording import say
from knowledge.pack.calendar import Nation


def make_card(
    kind: CrisisKind, each: CrisisKindRules, config: CrisisConfig, numbers: Mapping[str, str], nation: Nation
) -> Card:
    """The card of one kind for one nation: what to do first, then whom to call.

    Raises ValueError when crisis.yml asks for a number of the council that `numbers` does not hold.
    """
    advice = tuple(CardLine(text) for text in each.advice)
    help_lines = (config.numbers[name] for name in each.numbers)
    lines = tuple(_line(number, numbers) for number in help_lines if nation in number.nations)
    return Card(kind, each.title, each.team, advice + lines, each.leave_page)


def _line(number: HelpNumber, numbers: Mapping[str, str]) -> CardLine:
    return CardLine(number.text, phone_of(number, numbers), number.url, f"{number.hours} ({where(number)})")


def phone_of(number: HelpNumber, numbers: Mapping[str, str]) -> str | None:
    """The phone of a number, with the council's own filled in. Raises ValueError when that was not given."""
    return PLACEHOLDER.sub(lambda found: _own(found[1], numbers), number.phone) if number.phone else None


def _own(name: str, numbers: Mapping[str, str]) -> str:
    if name not in numbers:
        raise ValueError(f"crisis.yml asks for the council's number {name!r}, which was not given")
    return numbers[name]


def where(number: HelpNumber) -> str:
    """Where in the UK a number may be called, in words."""
    names = [say(f"nations.{nation}") for nation in number.nations]
    if len(names) == 4:
        return say("where.everywhere")
    return names[0] if len(names) == 1 else say("where.several", first=", ".join(names[:-1]), last=names[-1])
