"""Redacted text as the dialogue, the models and the search read it: folded, with its own placeholders alone."""

from __future__ import annotations

from redaction.text.fold import folded
from redaction.text.placeholders import break_up, find


def as_read(text: str) -> str:
    """`text` folded. What only then looks like a placeholder ("<РERSON_1>" with a Cyrillic letter) becomes none."""
    if text.isascii():
        return str(text)  # Rasa copies what it keeps of a message, and Redacted refuses to be made anew
    return break_up(folded(text), set(map(str, find(text))))
