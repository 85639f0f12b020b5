"""NHS numbers: ten digits, 3-3-4, the last a check digit modulo 11 (NHS Data Dictionary)."""

from __future__ import annotations

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
        digits = digits_of(value)
        return 0.8 if len(digits) == 10 and score >= 0.3 and nhs_check_digit(digits) == int(digits[9]) else score


def nhs_check_digit(digits: str) -> int:
    """The check digit for nine leading digits: 0..9, or 10 when there is no valid one."""
    return -sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
