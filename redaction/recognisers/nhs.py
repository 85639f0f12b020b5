"""NHS numbers: ten digits, 3-3-4, the last a check digit modulo 11 (NHS Data Dictionary)."""

from __future__ import annotations

from stdnum.gb import nhs

from redaction.recognisers.identifier import Identifier, digits_of


class NhsNumber(Identifier):
    label = "UK_NHS"
    shapes = (
        ("3-3-4", r"(?<![\w.\-])\d{3}[ .\-]{1,2}\d{3}[ .\-]{1,2}\d{4}(?![\w]|-\d)", 0.55),
        ("unbroken", r"(?<![\w.\-£])\d{10}(?![\w]|[.,]\d)", 0.3),
        (
            "community health index",
            r"(?<=\bchi[ :](?:(?:number|no)[ :.]{0,2})?(?:is[ ])?[ ]?)\d{6}[ ]?\d{4}(?!\w)",
            0.8,
        ),
        ("slip", r"(?<![\w.\-£])\d(?:[ .\-]?\d){7,10}+(?![\w]|[.,]\d)", 0.15),
    )
    phrases = ("nhs", "nhs number", "health", "medical", "patient", "gp", "chi", "chi number")

    def rate(self, value: str, score: float) -> float:
        """More where the check digit is right; a wrong one is still found, where the words around say so."""
        return 0.8 if score >= 0.3 and nhs.is_valid(digits_of(value)) else score
