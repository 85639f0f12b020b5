"""Measures the redactor on labelled messages: recall by label, style, origin and case, false findings by message.

A row is {"text", "spans": [{"start", "end", "label", "origin"?}], "style"?, "meta"?}; of two messages {"before",
"before_spans"} came first; of identifiers {"type", "value", "redact"}. A span is found when findings cover every
letter and digit of it, whatever their label. `reeve evaluate redaction` prints all of it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redaction.measuring.wilson import wilson
from redaction.redacted import Finding
from redaction.redactor import Redactor
from redaction.text.labels import LABELS

GOLDEN = Path(__file__).with_name("golden")

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

Row = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """A share: so many of so many."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    def report(self) -> dict[str, Any]:
        """The share, and the Wilson interval that holds it 95 times in 100."""
        low, high = wilson(self.hits, self.total)
        share = self.hits / self.total if self.total else 0.0
        return {"of": self.total, "rate": round(share, 4), "low": round(low, 4), "high": round(high, 4)}


@dataclass(slots=True)
class Tally:
    """Recall by label and by slice, precision by label, findings where none belong."""

    recall: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    slices: dict[str, dict[str, Count]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Count)))
    precision: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    messages: int = 0
    false: int = 0

    def count(self, row: Row, text: str, spans: Sequence[Row], findings: Sequence[Finding]) -> None:
        """Counts one message: the spans that had to be found, and those that were."""
        self.messages += 1
        personal = [span for span in spans if is_personal(text, span)]
        for span in personal:
            hit = covers(text, span, findings)
            self.recall[SAME_AS[span["label"]]].add(hit)
            for kind, name in _slices(row, span):
                self.slices[kind][name].add(hit)
        for span in spans:
            if span["label"] == "STREET_ADDRESS" and not is_personal(text, span):
                self.slices["left as it is"]["street without a number"].add(not _touches(span, findings))
        for found in findings:
            right = any(_overlap(found, span) for span in personal)
            self.precision[found.label].add(right)
            self.false += not right

    def report(self) -> dict[str, Any]:
        """Everything as plain values, names in order."""
        return {
            "messages": self.messages,
            "false_per_message": round(self.false / max(1, self.messages), 4),
            "recall": _reports(self.recall),
            **{f"recall_by_{kind.replace(' ', '_')}": _reports(counts) for kind, counts in sorted(self.slices.items())},
            "precision": _reports(self.precision),
        }


def _reports(counts: Mapping[str, Count]) -> dict[str, Any]:
    return {name: counts[name].report() for name in sorted(counts)}


def measure(redactor: Redactor, rows: Iterable[Row]) -> Tally:
    """Redact each row with no form waiting, and count. Of two messages, both are counted."""
    tally = Tally()
    for row in rows:
        after = None
        if "before" in row:
            first = redactor.redact(row["before"])
            after = first.unfinished
            tally.count(row, row["before"], row["before_spans"], first.findings if row["before_spans"] else ())
        tally.count(row, row["text"], row["spans"], redactor.redact(row["text"], after=after).findings)
    return tally


def is_personal(text: str, span: Row) -> bool:
    """Whether a labelled stretch must be redacted: a public set's street without any number must not."""
    if span["label"] == "STREET_ADDRESS":
        return any(map(str.isdigit, text[span["start"] : span["end"]]))
    return span["label"] in SAME_AS


def covers(text: str, span: Row, findings: Sequence[Finding]) -> bool:
    """Whether every letter and digit of the span is inside a finding."""
    hidden = {at for found in findings for at in range(found.start, found.end)}
    return all(at in hidden for at in range(span["start"], span["end"]) if text[at].isalnum())


def _touches(span: Row, findings: Sequence[Finding]) -> bool:
    return any(_overlap(found, span) for found in findings)


def _overlap(found: Finding, span: Row) -> bool:
    return bool(found.start < span["end"] and span["start"] < found.end)


def _slices(row: Row, span: Row) -> Iterator[tuple[str, str]]:
    meta = row.get("meta", {})
    for kind, name in (("style", row.get("style")), ("origin", span.get("origin", meta.get("origin"))),
                       ("case", meta.get("case"))):  # fmt: skip
        if name:
            yield kind, name
    if "form" in meta:
        yield "form", f"{SAME_AS[span['label']]}, {meta['form']}"


def measure_identifiers(redactor: Redactor, rows: Iterable[Row]) -> Tally:
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
                tally.slices["left as it is"]["no identifier"].add(not findings)
                tally.false += len(findings)
            elif row["redact"] in ("yes", "yes_with_context"):
                hit = bool(findings) if row.get("note") else covers(text, span, findings)
                tally.recall[row["type"]].add(hit)
                tally.slices["form"][form].add(hit)
    return tally


def measure_folder(redactor: Redactor, folder: Path) -> dict[str, Tally]:
    """One tally for each `*.jsonl` of a folder, by its name."""
    tallies = {}
    for path in sorted(folder.glob("*.jsonl")):
        rows = read_rows(path)
        tallies[path.stem] = measure(redactor, rows) if "text" in rows[0] else measure_identifiers(redactor, rows)
    return tallies


def judging(rows: Sequence[Row]) -> list[Row]:
    """Every second row: the ones that nobody has tuned to."""
    return list(rows[1::2])


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(folder: str) -> None:
    """Print one JSON object: a report for each `*.jsonl` of the folder."""
    redactor = Redactor(published=PUBLISHED)
    redactor.warm_up()
    report = {name: tally.report() for name, tally in measure_folder(redactor, Path(folder)).items()}
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m redaction.measuring.evaluate FOLDER")
    main(sys.argv[1])
