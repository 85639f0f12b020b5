"""Payment cards: 13 to 19 digits (12 for some Maestro); the Luhn sum (ISO/IEC 7812-1) only lifts the score."""

from __future__ import annotations

import regex
from stdnum import luhn

from redaction.recognisers.identifier import Identifier, digits_of

_SORT_CODE_AND_ACCOUNT = regex.compile(r"(?:\d\d[ \-]){2}\d\d[ \-]\d{7,8}|\d{6}[ \-]\d{7,8}")


class PaymentCard(Identifier):
    label = "CREDIT_CARD"
    shapes = (
        ("card", r"(?<![\w.]|\d-)\d(?:[ \-./]?\d){12,18}+(?![\w]|[.,]\d)", 0.6),
        ("in context", r"(?<![\w.]|\d-)\d(?:[ \-]?\d){10,19}+(?![\w]|[.,]\d)", 0.25),
    )
    phrases = ("card", "credit", "debit", "visa", "mastercard", "amex", "maestro", "cc", "card number", "pay")

    def rate(self, value: str, score: float) -> float:
        if _SORT_CODE_AND_ACCOUNT.fullmatch(value):
            return 0.0
        return 0.9 if score > 0.5 and luhn.is_valid(digits_of(value)) else score
