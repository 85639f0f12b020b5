"""What a verdict means after what was said before: "yes", "not that", "say that again", the same question twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.memory import Memory
from bot.understanding.decide import Act, Answer, Clarify, Decision, Unknown, WantsPerson
from knowledge.search.lexical import telling_words

MOST_TIMES_LOST = 2  # times in a row that the bot may fail to understand; then a person takes over
ALIKE = 0.8  # share of telling words that two questions have in common when they are the same question

_ORDINAL = re.compile(
    r"^(?:the )?(?:(1|1st|first)|(2|2nd|second)|(3|3rd|third|last))(?: one)?(?: please)?[.!]?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say the last replies again."""


@dataclass(frozen=True, slots=True)
class Take:
    """Do what was offered; `choice` is the code of its button."""

    choice: str


@dataclass(frozen=True, slots=True)
class Declined:
    """Leave what was offered, and go on."""


@dataclass(frozen=True, slots=True)
class Instead:
    """It was not that: offer the services that were likely besides; none when there were none."""

    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The resident asks once more about the same service: give another answer, and offer a person."""

    service: str


Move = Decision | Repeat | Take | Declined | Instead | AskedAgain


def next_move(decision: Decision, text: str, memory: Memory, in_hand: str | None) -> Move:
    """The decision as it stands in this conversation."""
    if memory.asked and (number := _ordinal(text)) is not None and number < len(memory.likely):
        return Answer(memory.likely[number])
    match decision:
        case Act("repeat") if memory.said:
            return Repeat()
        case Act("affirm") if memory.offer:
            return Take(memory.offer)
        case Act("affirm") if memory.asked and memory.likely:
            return Clarify(memory.likely)
        case Act("deny"):
            return _denied(memory, in_hand)
        case Unknown() | Clarify() if is_lost(decision, memory) and memory.lost + 1 >= MOST_TIMES_LOST:
            return WantsPerson("not_understood")
        case Answer(service) if service == in_hand and same_question(text, memory.question):
            return AskedAgain(service) if memory.lost + 1 < MOST_TIMES_LOST else WantsPerson("not_understood")
    return decision


def begins_a_form(choice: str) -> bool:
    """Whether a button begins a form, or opens a case at once where there is none."""
    return choice.startswith(("book:", "report:"))


def is_lost(move: Move, memory: Memory) -> bool:
    """Whether this turn shows that the bot did not understand: it knows nothing, was wrong, or must ask twice."""
    return isinstance(move, Unknown | Instead | AskedAgain) or (isinstance(move, Clarify) and memory.asked)


def same_question(one: str, other: str) -> bool:
    """Whether two messages ask in nearly the same words."""
    first, second = set(telling_words(one)), set(telling_words(other))
    return bool(first and second) and len(first & second) >= ALIKE * len(first | second)


def _denied(memory: Memory, in_hand: str | None) -> Move:
    if memory.offer and not begins_a_form(memory.offer):
        return Declined()
    if memory.lost + 1 >= MOST_TIMES_LOST:
        return WantsPerson("not_understood")
    offered = memory.likely if not memory.asked else ()
    return Instead(tuple(slug for slug in offered if slug != in_hand)[:2])


def _ordinal(text: str) -> int | None:
    found = _ORDINAL.match(text.strip())
    return None if found is None or found.lastindex is None else found.lastindex - 1
