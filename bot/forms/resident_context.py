"""What back ends may know of the resident in this turn. It travels beside the dialogue, never through it.

The route sets it, Reception adds what the present message hides, the form's actions read it. It is in memory only: a
context variable goes with a turn to the engine's thread, and no tracker, table or log sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import replace

from bot.forms.form import ResidentContext
from redaction import Finding
from redaction.text.placeholders import find
from redaction.text.placeholders import replace as replace_placeholders


async def _nothing(placeholder: str) -> str | None:
    return None


NOBODY = ResidentContext(None, "", _nothing)
RESIDENT_CONTEXT: ContextVar[ResidentContext] = ContextVar("at_hand", default=NOBODY)


def with_present(resident_context: ResidentContext, raw: str, findings: Iterable[Finding]) -> ResidentContext:
    """The resident's context, opening also what the present message hides, which no vault holds yet."""
    present = {each.placeholder: raw[each.start : each.end] for each in findings}

    async def reveal(placeholder: str) -> str | None:
        return present.get(placeholder) or await resident_context.reveal(placeholder)

    return replace(resident_context, reveal=reveal)


async def opened(value: str, resident_context: ResidentContext) -> str | None:
    """A value with each of its placeholders opened; None when one of them stands for nothing."""
    parts = {each: await resident_context.reveal(each) for each in set(map(str, find(value)))}
    if None in parts.values():
        return None
    return replace_placeholders(value, lambda found: parts[str(found)] or "")
