"""Passport numbers: nine digits (HM Passport Office); two letters and seven digits, as other countries have."""

from __future__ import annotations

from redaction.recognisers.identifier import Identifier


class Passport(Identifier):
    label = "UK_PASSPORT"
    shapes = (
        ("nine digits", r"(?<![\w.\-/£])\d(?:[ ]?\d){8}+(?![\w]|[ ]?\d|[.,]\d)", 0.3),
        ("letters and digits", r"(?<![A-Z0-9])(?!(?:is|no|my|of)[ ])[A-Z]{1,2}[ ]?\d{6,8}(?![A-Z0-9])", 0.45),
        ("three letters", r"(?<![A-Z0-9])[A-Z]{3}\d{6,9}(?![A-Z0-9])", 0.45),
        ("slip", r"(?<![\w.\-/£])\d(?:[ ]?\d){6,9}+(?![\w]|[.,]\d)", 0.15),
    )
    phrases = ("passport",)
