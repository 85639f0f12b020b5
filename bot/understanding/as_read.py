"""Redacted text as the dialogue, the models and the search read it: folded, with its own placeholders alone."""

from __future__ import annotations

from redaction.placeholders import PLACEHOLDER
from redaction.text.fold import folded


def as_read(text: str) -> str:
    """`text` folded. What only then looks like a placeholder ("<РERSON_1>" with a Cyrillic letter) becomes none."""
    if text.isascii():
        return str(text)  # Rasa copies what it keeps of a message, and Redacted refuses to be made anew
    written = {found.group() for found in PLACEHOLDER.finditer(text)}
    return PLACEHOLDER.sub(lambda found: found[0] if found[0] in written else f"({found[0][1:-1]})", folded(text))
