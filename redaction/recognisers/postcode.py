"""UK postcodes, in the shape that Royal Mail prints and in the shapes that people type and say."""

from __future__ import annotations

import regex

from redaction.recognisers.identifier import Identifier
from redaction.words import FUNCTION_WORDS

# Outward and inward code after the Postcode Address File programmers' guide; the special case is GIR 0AA.
_OUTWARD = r"(?:[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRVWXY]))"
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_ORDINAL_OR_HOUR = regex.compile(r"\d(?:st|nd|rd|th|am|pm)$", regex.IGNORECASE)


class Postcode(Identifier):
    label = "UK_POSTCODE"
    shapes = (
        ("as printed", rf"(?<![A-Z0-9])(?:{_OUTWARD}[ ]{{0,2}}{_INWARD}|GIR[ ]?0AA)(?![A-Z0-9])", 0.8),
        ("after words", rf"(?<=(?:post|zip)[ ]?code)(?:{_OUTWARD}[ ]{{0,2}}{_INWARD})(?![A-Z0-9])", 0.8),
        ("hyphen or slip", r"(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z0-9]?[ ]?\-?[ ]?[\dOIL][A-Z]{2}(?![A-Z0-9])", 0.45),
        ("one short", r"(?<![A-Z0-9])[A-Z]{1,2}\d{0,2}[A-Z]?[ ]{1,2}\d[A-Z]{1,2}(?![A-Z0-9])", 0.15),
        ("spelled", r"(?<![A-Z0-9])[A-Z]{1,3}\d[A-Z0-9]{0,3}\d?[A-Z]{2,3}(?![A-Z0-9])", 0.2),
        ("misheard", r"(?<![A-Z0-9])[A-Z]{1,3}\d[A-Z0-9]{0,2}[ ][A-Z]?\d[A-Z]{2}(?![A-Z0-9])", 0.2),
        (
            "after the word",
            r"\b(?:post[ ]?code|zip(?:[ ]code)?)[ ]?(?:(?:is|are|of)[ ]|[:=\-])?[ ]{0,2}(?P<value>(?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[A-Z0-9]{2,4}[ ]?[A-Z0-9]{2,4})(?![A-Z0-9])",
            0.6,
        ),
        ("letter for nought", r"(?<![A-Z0-9])[A-Z]{2}\d{1,2}O[A-Z]{2}(?![A-Z0-9])", 0.5),
        ("gap in the wrong place", r"(?<![A-Z0-9])[A-Z]{1,2}\d{2,3}[ ][A-Z]{2}(?![A-Z0-9])", 0.15),
        ("misheard short", r"(?<![A-Z0-9])[A-Z]\d{1,3}[ ]?[A-Z]{2}(?![A-Z0-9])", 0.15),
    )
    phrases = ("postcode", "post code", "zip", "zip code", "postal code", "address", "live", "code")

    def rate(self, value: str, score: float) -> float:
        if value[-3:-2] == " " and value[-2:].lower() in FUNCTION_WORDS:
            return 0.04
        if " " in value and value == value.lower() and _ORDINAL_OR_HOUR.search(value):
            return min(score, 0.05)
        return score
