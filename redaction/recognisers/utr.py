"""Unique Taxpayer References: ten digits, in payments with a K before or after (HMRC)."""

from __future__ import annotations

from stdnum.gb import utr

from redaction.recognisers.identifier import Identifier, digits_of


class TaxpayerReference(Identifier):
    label = "COUNCIL_REFERENCE"
    shapes = (
        ("payment reference", r"(?<![A-Z0-9])(?:K\d{10}|\d{10}K)(?![A-Z0-9])", 0.7),
        ("ten digits", r"(?<![\w.\-£])\d{5}[ ]?\d{5}(?![\w]|[.,]\d)", 0.3),
        ("slip", r"(?<![\w.\-£])\d(?:[ ]?\d){7,12}+(?![\w]|[.,]\d)", 0.15),
    )
    phrases = ("utr", "taxpayer", "tax reference", "self assessment", "hmrc")

    def rate(self, value: str, score: float) -> float:
        """A little more where the first digit, which checks the others, is right."""
        return score + 0.05 if score >= 0.3 and utr.is_valid(digits_of(value)) else score
