"""What redaction hands on: text that is safe to store, search and log, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from redaction.text.labels import Label, label_table
from redaction.text.placeholders import replace

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

    @property
    def unkept(self) -> Redacted:
        """The text for a place that keeps no values: "[name hidden]", for a placeholder would stand for nothing there.

        What was quoted stays.
        """
        written = {found.placeholder for found in self.findings}
        words = replace(self.text, lambda each: label_table().hidden(each.label) if str(each) in written else str(each))
        return Redacted(words, _SEAL)


class RedactionFailed(Exception):
    """Redaction could not be completed, so the message must not go any further."""


NOTHING = Redaction(Redacted("[This message was not kept]", _SEAL), ())
"""What stands for a message that could not be redacted."""
