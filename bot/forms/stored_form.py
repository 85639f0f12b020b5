"""What a stored conversation says of the form under way: whether there is one, and what its open question expects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.memory import FORM_SLOT, to_slot
from bot.dialogue.memory import from_slot as memory_from_slot
from bot.forms.filling import FILLING, FORM, Filling, from_slot
from bot.forms.form import EXPECTED
from bot.turn import DialogueState, Reply
from redaction import Label


def under_way(state: DialogueState) -> Filling | None:
    """The form that the last turn left open; None when there is none."""
    loop = next((event for event in reversed(state) if event.get("event") == "active_loop"), None)
    return from_slot(_slot(state, FILLING)) if loop and loop.get("name") == FORM else None


def expected(state: DialogueState) -> Label | None:
    """What the whole next message is taken for, and hidden as; None when nothing personal was asked."""
    filling = under_way(state)
    return EXPECTED.get(filling.asks) if filling and filling.asks else None


def last_question(state: DialogueState) -> Reply | None:
    """The question that is still open, as it was asked."""
    said = memory_from_slot(_slot(state, FORM_SLOT)).said
    return said[-1] if said else None


def language_of(state: DialogueState) -> str | None:
    """The code of the resident's language, where it is not English."""
    return memory_from_slot(_slot(state, FORM_SLOT)).language


def lost_again(state: DialogueState) -> tuple[int, DialogueState]:
    """How many times in a row nothing was understood, with this time; and the state that remembers it."""
    memory = memory_from_slot(_slot(state, FORM_SLOT))
    memory = replace(memory, lost=memory.lost + 1)
    return memory.lost, [*state, {"event": "slot", "timestamp": None, "name": FORM_SLOT, "value": to_slot(memory)}]


def _slot(state: DialogueState, name: str) -> Any:
    events = (event for event in reversed(state) if event.get("event") == "slot" and event.get("name") == name)
    return next(events, {}).get("value")
