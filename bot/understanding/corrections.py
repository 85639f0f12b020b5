"""Corrections: "no, I meant the garden bin" is about the garden bin, and not about what the bot took it for."""

from __future__ import annotations

import re

_NO = r"(?:no+|nope|nah|sorry|wait|hang on|oh|actually|wrong)"
_ASKED = r"(?:was asking|am asking|was talking|want(?:ed)? to ask)"
_MEANT = rf"(?:i (?:actually |really )?(?:meant?|{_ASKED} about))"
_NOT_THAT = r"(?:not (?:that|this|it)(?: one)?|wrong (?:one|thing|service|bin)|that'?s (?:not (?:it|right)|wrong))"
_LEAD = re.compile(
    rf"^(?:{_NO}[,.!\s]+)*(?:{_NOT_THAT}|{_MEANT}|actually,? no|no,? actually)\b[,.!;:\s-]*"
    rf"(?:{_MEANT}\b\s*)?(?:but\s+)?",
    re.IGNORECASE,
)


def correction(text: str) -> str | None:
    """The words that a resident means instead: "" after a mere "not that", None when nothing is corrected."""
    found = _LEAD.match(text.strip().replace("\u2019", "'"))
    return text.strip()[found.end() :].strip(" ?.,!") if found else None
