"""Vehicle registration marks (DVLA INF104): current, prefix, suffix and Northern Irish series."""

from __future__ import annotations

import regex

from redaction.ner.ordinary_words import FUNCTION_WORDS, words
from redaction.recognisers.identifier import Identifier

_SHORT_WORDS = FUNCTION_WORDS | words(
    "bus car van bin bins tax old new man men day end top two six ten one flat age road way was his her "
    "dog cat bed box bag pub gym map sun mon tue wed thu fri sat jan feb mar apr jun jul aug sep oct nov "
    "dec ltd plc mph www com act aim air arm art bad bar bay big bit boy bye cup cut due eat far fee few "
    "fix fun gas got gun hot ice job key kid kit lad law leg lot low mum dad oil pay per pet pin pop pot "
    "red rat raw run sad sea set sex she shy sit sky son tea tip toy try use war wet win won yes zip and "
    "any are ask but can did end nor not now off out own per via why yet for the"
)
_ROAD = regex.compile(r"[ABM]\d{1,4}", regex.IGNORECASE)  # the A610: a plate only where the words around say so
_LETTERS = regex.compile(r"[A-Z]{3}", regex.IGNORECASE)


class VehicleRegistration(Identifier):
    label = "UK_VEHICLE"
    bare = True
    shapes = (
        ("current", r"(?<![A-Z0-9])[A-Z]{2}\d\d[ ]?\-?[A-Z]{3}(?![A-Z0-9'’])", 0.7),
        ("current, broken up", r"(?<![A-Z0-9])[A-Z]{2}[ \-]\d\d[ \-][A-Z]{3}(?![A-Z0-9])", 0.4),
        ("prefix", r"(?<![A-Z0-9])[A-Z]\d{1,3}[ ]?[A-Z]{3}(?![A-Z0-9'’])", 0.6),
        ("suffix", r"(?<![A-Z0-9])[A-Z]{3}[ ]?\d{1,3}[A-Z](?![A-Z0-9'’])", 0.6),
        ("northern irish", r"(?<![A-Z0-9])[A-Z]{1,3}[ ]?\d{1,4}(?![A-Z0-9]|[./:]\d)", 0.15),
        ("northern irish, four", r"(?<![A-Z0-9])[A-Z]{1,3}[ ]\d{4}(?![A-Z0-9]|[./:]\d)", 0.15),
        ("dateless", r"(?<![A-Z0-9])\d{1,4}[ ]?[A-Z]{1,3}(?![A-Z0-9])", 0.11),
        (
            "slip",
            r"(?<![A-Z0-9])(?=[A-Z]{0,3}\d)(?=\d{0,3}[A-Z])[A-Z0-9]{2,4}[ ]?[A-Z0-9]{2,4}(?![A-Z0-9])",
            0.11,
        ),
    )
    phrases = (
        "reg",
        "registration",
        "number plate",
        "numberplate",
        "plate",
        "vrm",
        "vrn",
        "reg number",
        "car reg",
    )

    def rate(self, value: str, score: float) -> float:
        if " " in value and any(group.lower() in _SHORT_WORDS for group in _LETTERS.findall(value)):
            return min(score, 0.05)
        if _ROAD.fullmatch(value):
            return min(score, 0.05)
        if score < 0.2 and not (any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and len(value) >= 4):
            return 0.0
        return score
