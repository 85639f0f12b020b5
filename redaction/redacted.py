"""What redaction hands on: text that is safe to store, search and log, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self, get_args

Label = Literal[
    "PERSON",
    "ADDRESS",
    "UK_POSTCODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "UK_NINO",
    "UK_NHS",
    "DATE_OF_BIRTH",
    "BANK_ACCOUNT",
    "CREDIT_CARD",
    "UK_VEHICLE",
    "UK_PASSPORT",
    "UK_DRIVING_LICENCE",
    "COUNCIL_REFERENCE",
    "IP_ADDRESS",
]
LABELS: tuple[Label, ...] = get_args(Label)

_SEAL = object()


class Redacted(str):
    """Text that holds no personal data in clear. Only `redaction` can make one."""

    def __new__(cls, text: str, seal: object) -> Self:
        if seal is not _SEAL:
            raise TypeError("Redacted text comes from Redactor.redact(), from nowhere else.")
        return super().__new__(cls, text)


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: `raw[start:end]`, in characters of the original message."""

    start: int
    end: int
    label: Label
    score: float
    placeholder: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """A message made safe. `findings` are in order of `start` and never overlap.

    `unfinished` is what the message began and the next one may finish ("my number is 07700"): a label, no words.
    """

    text: Redacted
    findings: tuple[Finding, ...]
    unfinished: Label | None = None


class RedactionFailed(Exception):
    """Redaction could not be completed, so the message must not go any further."""


NOTHING = Redaction(Redacted("[This message was not kept]", _SEAL), ())
"""What stands for a message that could not be redacted."""
