"""Stand-ins of the staff desk's tests: a clock to turn, a redactor of two values, an encoder of first words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from knowledge.search.vector_memory import Vectors
from redaction import Finding, Label, Placeholders, Redaction, RedactionFailed
from redaction.text.placeholders import break_up
from tests.support.redaction.sealed import sealed

NAME, PHONE = "Ada Lovelace", "07700 900123"
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)  # 1pm in London


class TurnableClock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **how_far: float) -> None:
        """Moves it on, in the words of `timedelta`."""
        self.at += timedelta(**how_far)


class FakeRedactor:
    """Hides one name and one phone number, or fails when broken."""

    broken = False

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction:
        """The text with both values hidden."""
        if self.broken:
            raise RedactionFailed("broken on purpose")
        known, findings = placeholders or Placeholders(), []
        raw = break_up(raw, [each for each in ours if each in known])
        for label, value in (("PERSON", NAME), ("PHONE_NUMBER", PHONE)):
            for found in re.finditer(re.escape(value), raw):
                stand_in = known.of(label, value)
                findings.append(Finding(found.start(), found.end(), label, 1.0, stand_in))
        findings.sort(key=lambda finding: finding.start)
        text, at = "", 0
        for each in findings:
            text, at = text + raw[at : each.start] + each.placeholder, each.end
        return Redaction(sealed(text + raw[at:]), tuple(findings))


class NoEncoder:
    """Takes texts for alike when their first words are."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector for each text."""
        firsts = [text.split()[:1] for text in texts]
        known = [first for at, first in enumerate(firsts) if first not in firsts[:at]]
        return np.array([[float(first == each) for each in known] for first in firsts], dtype=np.float32)
