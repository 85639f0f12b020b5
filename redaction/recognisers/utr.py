"""Unique Taxpayer References: ten digits, in payments with a K before or after (HMRC)."""

from __future__ import annotations

from redaction.recognisers.identifier import Identifier


class TaxpayerReference(Identifier):
    label = "COUNCIL_REFERENCE"
    shapes = (
        ("payment reference", r"(?<![A-Z0-9])(?:K\d{10}|\d{10}K)(?![A-Z0-9])", 0.7),
        ("ten digits", r"(?<![\w.\-£])\d{5}[ ]?\d{5}(?![\w]|[.,]\d)", 0.3),
        ("slip", r"(?<![\w.\-£])\d(?:[ ]?\d){7,12}+(?![\w]|[.,]\d)", 0.15),
    )
    phrases = ("utr", "taxpayer", "tax reference", "self assessment", "hmrc")
