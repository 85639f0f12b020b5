"""What a conversation remembers from one turn to the next, beside the service in hand and its cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.turn import Reply

FORM_SLOT = "memory"


@dataclass(frozen=True, slots=True)
class Aside:
    """A second need that waits for a yes: its service, and the redacted words it was asked in."""

    service: str
    words: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last turn left behind. Everything in it is redacted.

    `question` is what was last asked; `likely` are services that may have been meant, best first, and `asked` whether
    the bot asked which; `offer` is the choice that a "yes" takes; `lost` counts times in a row that the bot did not
    understand; `said` are the last replies; `language` is the resident's, where it is not English; `stopped` is
    the form that was stopped in the last turn.
    """

    question: str = ""
    likely: tuple[str, ...] = ()
    asked: bool = False
    offer: str | None = None
    aside: Aside | None = None
    lost: int = 0
    said: tuple[Reply, ...] = ()
    language: str | None = None
    stopped: dict[str, Any] | None = None


_MEMORY = TypeAdapter(Memory)


def to_slot(memory: Memory) -> dict[str, Any]:
    """The memory as JSON, for a form slot."""
    kept: dict[str, Any] = _MEMORY.dump_python(memory, mode="json", exclude_defaults=True)
    return kept


def from_slot(kept: dict[str, Any] | None) -> Memory:
    """The memory in a form slot; an empty one at the start."""
    return _MEMORY.validate_python(kept) if kept else Memory()
