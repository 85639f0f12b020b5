"""Sort codes, account numbers and IBANs. A sort code and its account are two findings."""

from __future__ import annotations

from stdnum import iban

from redaction.recognisers.identifier import Identifier

_SORT = r"\d\d[ \-.]?\d\d[ \-.]?\d\d"
_BETWEEN = r"[ ,/;:\n]{0,3}(?:(?:and|acc|account|a/c|ac|no|number|num|is|the|my)[ .:]{1,2}){0,5}"


class SortCode(Identifier):
    label = "BANK_ACCOUNT"
    shapes = (
        (
            "before an account",
            rf"(?<![\w.\-])(?P<value>{_SORT})(?={_BETWEEN}\d{{7,8}}(?!\d))(?!\d{{7}})",
            0.7,
        ),
        ("three pairs", r"(?<![\w.\-/])\d\d-\d\d-\d\d(?![\w]|-\d)", 0.3),
        ("in context", rf"(?<![\w.\-/£]){_SORT}(?![\w]|[-.]\d)", 0.2),
        ("slip", r"(?<![\w.\-/£])\d{1,3}[ \-]\d{1,3}[ \-]\d{1,3}(?![\w]|[-.]\d)", 0.15),
    )
    phrases = ("sort", "sort code", "sortcode", "bank", "account", "direct debit")


class AccountNumber(Identifier):
    label = "BANK_ACCOUNT"
    shapes = (
        ("after a sort code", rf"(?<=(?<![\w.\-]){_SORT}{_BETWEEN})(?P<value>\d{{7,8}})(?!\w)", 0.7),
        ("in context", r"(?<![\w.\-/£])\d(?:[ ]?\d){5,8}+(?![\w]|[.,/]\d)", 0.2),
    )
    phrases = (
        "bank",
        "account",
        "acc",
        "a/c",
        "acct",
        "sort code",
        "direct debit",
        "building society",
        "refund to",
    )


class Iban(Identifier):
    label = "BANK_ACCOUNT"
    shapes = (
        (
            "iban",
            r"(?<![A-Z0-9])[A-Z]{2}\d\d[ ]?[A-Z0-9]{4}(?:[ ]?[A-Z0-9]{4}){2,6}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Z0-9])",
            0.3,
        ),
        ("british", r"(?<![A-Z0-9])GB[ ]?\d\d[ ]?[A-Z]{4}(?:[ ]?\d){12,15}+(?!\w)", 0.8),
    )  # fmt: skip
    phrases = ("iban", "bank", "transfer", "swift", "bic", "account")

    def rate(self, value: str, score: float) -> float:
        """More where the check digits (ISO 13616, modulo 97) and the country's own form are right."""
        return 0.95 if iban.is_valid(value, check_country=False) else score
