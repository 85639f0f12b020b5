"""Measures the redactor on labelled messages: `python -m redaction.evaluate FOLDER` prints JSON.

A row is {"text", "spans": [{"start", "end", "label"}], "meta"} or, for identifiers, {"type", "value", "redact"}.
A span is found when findings cover every letter and digit of it, whatever their label.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redaction.redacted import LABELS, Finding
from redaction.redactor import Redactor

SAME_AS: Mapping[str, str] = {
    "STREET_ADDRESS": "ADDRESS", "REFERENCE": "COUNCIL_REFERENCE", "IBAN_CODE": "BANK_ACCOUNT",
    **{label: label for label in LABELS},
}  # fmt: skip
CARRIERS: Mapping[str, str] = {
    "NINO": "my national insurance number is {}", "NHS_NUMBER": "my NHS number is {}",
    "UK_POSTCODE": "my postcode is {}", "DRIVING_LICENCE": "my driving licence is {}",
    "VRN": "my car registration is {}", "UTR": "my UTR is {}", "COUNCIL_REF": "the reference is {}",
    "PASSPORT": "my passport number is {}", "SORT_CODE_ACCOUNT": "my sort code and account number are {}",
    "PHONE_NUMBER": "please ring me on {}", "BENEFIT_CLAIM_REF": "my claim number is {}",
    "UPRN": "the UPRN is {}", "DATE_OF_BIRTH": "my date of birth is {}", "EMAIL_ADDRESS": "my email is {}",
}  # fmt: skip
PUBLISHED = frozenset({"0300 123 4567", "101"})
Z = 1.96


@dataclass(slots=True)
class Count:
    """So many of so many."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    def report(self) -> dict[str, Any]:
        """The share, and the Wilson interval that holds it 95 times in 100."""
        low, high = wilson(self.hits, self.total)
        return {
            "of": self.total,
            "rate": round(self.hits / self.total, 4),
            "low": round(low, 4),
            "high": round(high, 4),
        }


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% score interval of a share (E. B. Wilson, 1927). (0, 1) when there is nothing to count."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + Z * Z / (2 * total)
    spread = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(slots=True)
class Tally:
    """Recall by label and by slice, precision by label, findings where none belong."""

    recall: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    precision: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    messages: int = 0
    false: int = 0

    def report(self) -> dict[str, Any]:
        return {
            "messages": self.messages,
            "false_per_message": round(self.false / max(1, self.messages), 4),
            "recall": {name: self.recall[name].report() for name in sorted(self.recall)},
            "precision": {name: self.precision[name].report() for name in sorted(self.precision)},
        }


def measure(redactor: Redactor, rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Redact each row with no form waiting, and count."""
    tally = Tally()
    for row in rows:
        text, spans = row["text"], row["spans"]
        findings = redactor.redact(text).findings
        tally.messages += 1
        personal = [span for span in spans if is_personal(text, span)]
        for span in personal:
            for name in _slices(SAME_AS[span["label"]], row.get("meta", {})):
                tally.recall[name].add(covers(text, span, findings))
        for span in spans:
            if span["label"] == "STREET_ADDRESS" and not is_personal(text, span):
                tally.recall["ADDRESS without a number, left as it is"].add(not _touches(span, findings))
        for found in findings:
            right = any(_overlap(found, span) for span in personal)
            tally.precision[found.label].add(right)
            tally.false += not right
    return tally


def is_personal(text: str, span: Mapping[str, Any]) -> bool:
    """Whether a labelled stretch must be redacted: a street without any number must not."""
    label = SAME_AS.get(span["label"])
    if label == "ADDRESS":
        return any(map(str.isdigit, text[span["start"] : span["end"]]))
    return label is not None


def covers(text: str, span: Mapping[str, Any], findings: Sequence[Finding]) -> bool:
    """Whether every letter and digit of the span is inside a finding."""
    hidden = {at for found in findings for at in range(found.start, found.end)}
    return all(at in hidden for at in range(span["start"], span["end"]) if text[at].isalnum())


def _touches(span: Mapping[str, Any], findings: Sequence[Finding]) -> bool:
    return any(_overlap(found, span) for found in findings)


def _overlap(found: Finding, span: Mapping[str, Any]) -> bool:
    return bool(found.start < span["end"] and span["start"] < found.end)


def _slices(label: str, meta: Mapping[str, Any]) -> Iterator[str]:
    yield label
    for key in ("form", "origin", "case"):
        if key in meta:
            yield f"{label} / {key} / {meta[key]}"


def measure_identifiers(redactor: Redactor, rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Each identifier as all of a message and inside a sentence that names it."""
    tally = Tally()
    for row in rows:
        for form, text in (("alone", row["value"]), ("in a sentence", CARRIERS[row["type"]].format(row["value"]))):
            if row["redact"] == "yes_with_context" and form == "alone":
                continue
            start = text.index(row["value"])
            span = {"start": start, "end": start + len(row["value"])}
            findings = redactor.redact(text).findings
            tally.messages += 1
            if row["redact"] == "no" and form == "alone":
                tally.recall["no / left as it is"].add(not findings)
                tally.false += len(findings)
            elif row["redact"] in ("yes", "yes_with_context"):
                hit = bool(findings) if row.get("note") else covers(text, span, findings)
                tally.recall[f"{row['redact']} / {form}"].add(hit)
                tally.recall[f"{row['redact']} / {row['type']}"].add(hit)
    return tally


def main(folder: str) -> None:
    """Print one JSON object: a report for each `*.jsonl` of the folder."""
    redactor = Redactor(published=PUBLISHED)
    redactor.warm_up()
    report = {}
    for path in sorted(Path(folder).glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        tally = measure(redactor, rows) if "text" in rows[0] else measure_identifiers(redactor, rows)
        report[path.stem] = tally.report()
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m redaction.evaluate FOLDER")
    main(sys.argv[1])
