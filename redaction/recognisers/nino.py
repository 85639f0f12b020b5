"""National Insurance numbers (HMRC manual NIM39110): two letters, six digits, a suffix A to D."""

from __future__ import annotations

import regex

from redaction.ner.ordinary_words import FUNCTION_WORDS
from redaction.recognisers.identifier import Identifier

_VALID = regex.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]", regex.IGNORECASE)
_S = r"[ .\-/]{0,2}"


class NationalInsurance(Identifier):
    label = "UK_NINO"
    shapes = (
        ("whole", rf"(?<![A-Z0-9])[A-Z]{{2}}{_S}\d\d{_S}\d\d{_S}\d\d{_S}[A-D](?![A-Z0-9])", 0.7),
        ("groups of three", rf"(?<![A-Z0-9])[A-Z]{{2}}{_S}\d{{3}}{_S}\d{{3}}{_S}[A-D](?![A-Z0-9])", 0.7),
        ("wrong suffix", rf"(?<![A-Z0-9])[A-Z]{{2}}{_S}\d\d{_S}\d\d{_S}\d\d{_S}[A-Z](?![A-Z0-9])", 0.5),
        ("no suffix", rf"(?<![A-Z0-9])[A-Z]{{2}}{_S}(?:\d{_S}){{6}}+(?![A-Z0-9])", 0.3),
        ("slip", r"(?<![A-Z0-9])[A-Z]{1,3}[ ]?(?:\d[ ]?){4,8}+[A-Z]?(?![A-Z0-9])", 0.2),
        ("no letters in front", r"(?<![\w.\-/£])\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D](?![A-Z0-9])", 0.2),
    )
    phrases = ("national insurance", "ni", "nino", "ni number", "n.i", "insurance")

    def rate(self, value: str, score: float) -> float:
        compact = "".join(filter(str.isalnum, value))
        if _VALID.fullmatch(compact):
            return 0.95
        return min(score, 0.1) if value[:2].lower() in FUNCTION_WORDS else score
