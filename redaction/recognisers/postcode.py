"""UK postcodes, in the shape that Royal Mail prints and in the shapes that people type and say."""

from __future__ import annotations

import regex

from redaction.ner.ordinary_words import FUNCTION_WORDS
from redaction.recognisers.identifier import Identifier
from redaction.text.postcode import INWARD, INWARD_IN_USE, OUTWARD, OUTWARD_IN_USE

_BEFORE, _AFTER = r"(?<![A-Z0-9])", r"(?![A-Z0-9])"
_CALLED = r"(?:post[ ]?code|zip(?:[ ]code)?)[ ]?(?:(?:is|are|of)[ ]|[:=\-])?[ ]{0,2}"
_ORDINAL_OR_HOUR = regex.compile(r"\d(?:st|nd|rd|th|am|pm)$", regex.IGNORECASE)


class Postcode(Identifier):
    label = "UK_POSTCODE"
    shapes = (
        ("as printed", rf"{_BEFORE}(?:{OUTWARD_IN_USE}[ ]{{0,2}}{INWARD_IN_USE}|GIR[ ]?0AA){_AFTER}", 0.8),
        ("after words", rf"(?<=(?:post|zip)[ ]?code)(?:{OUTWARD_IN_USE}[ ]{{0,2}}{INWARD_IN_USE}){_AFTER}", 0.8),
        (
            "called one",
            rf"\b{_CALLED}(?P<value>(?=[A-Z]{{0,3}}\d)(?=\d{{0,3}}[A-Z])[A-Z0-9]{{2,4}}[ ]?[A-Z0-9]{{2,4}}){_AFTER}",
            0.6,
        ),
        ("letter for nought", rf"{_BEFORE}[A-Z]{{2}}\d{{1,2}}O[A-Z]{{2}}{_AFTER}", 0.5),
        ("printed, with wrong letters", rf"(?-i:{_BEFORE}{OUTWARD}[ ]{INWARD}{_AFTER})", 0.5),
        ("hyphen or slip", rf"{_BEFORE}{OUTWARD}[ ]?\-?[ ]?[\dOIL][A-Z]{{2}}{_AFTER}", 0.45),
        ("comma or full stop", rf"{_BEFORE}{OUTWARD_IN_USE}[ ]?[,./][ ]?{INWARD_IN_USE}{_AFTER}", 0.15),
        ("turned round", rf"{_BEFORE}[A-Z]{{1,2}}\d{{1,2}}[ ]?[A-Z]{{2}}\d{_AFTER}", 0.15),
        ("spelled", rf"{_BEFORE}[A-Z]{{1,3}}\d[A-Z0-9]{{0,3}}\d?[A-Z]{{2,3}}{_AFTER}", 0.2),
        ("misheard", rf"{_BEFORE}[A-Z]{{1,3}}\d[A-Z0-9]{{0,2}}[ ][A-Z]?\d[A-Z]{{2}}{_AFTER}", 0.2),
        ("one short", rf"{_BEFORE}[A-Z]{{1,2}}\d{{0,2}}[A-Z]?[ ]{{1,2}}\d[A-Z]{{1,2}}{_AFTER}", 0.15),
        ("gap in the wrong place", rf"{_BEFORE}[A-Z]{{1,2}}\d{{2,3}}[ ][A-Z]{{2}}{_AFTER}", 0.15),
        ("misheard and short", rf"{_BEFORE}[A-Z]\d{{1,3}}[ ]?[A-Z]{{2}}{_AFTER}", 0.15),
    )
    phrases = ("postcode", "post code", "zip", "zip code", "postal code", "address", "live", "code")

    def rate(self, value: str, score: float) -> float:
        """Less for "b1 2nd" and "a14 on", which are a room on a floor and a road."""
        if value[-3:-2] == " " and value[-2:].lower() in FUNCTION_WORDS:
            return 0.04
        if " " in value and value == value.lower() and _ORDINAL_OR_HOUR.search(value):
            return min(score, 0.05)
        return score
