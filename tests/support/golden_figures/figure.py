"""A figure on a golden set, its file, and how today's is compared with the one in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from redaction.measuring.wilson import wilson

NOISE = 0.05  # an equally good product is called worse once in twenty figures at most
WRITE = "python -m tests.support.golden_figures"


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of the rows of a golden set. Hits are good, unless they are `faults`.

    `missed` are the texts of the rows without a hit, where not one row that had a hit may ever be lost; else None.
    """

    name: str
    hits: int
    rows: int
    faults: bool = False
    missed: tuple[str, ...] | None = None

    @classmethod
    def of(cls, name: str, answers: Sequence[bool], *, faults: bool = False) -> Figure:
        """The figure of what became of each row."""
        return cls(name, sum(answers), len(answers), faults)

    @classmethod
    def never_lost(cls, name: str, texts: Sequence[str], answers: Sequence[bool]) -> Figure:
        """A figure of which no row may be lost."""
        missed = tuple(text for text, hit in zip(texts, answers, strict=True) if not hit)
        return cls(name, sum(answers), len(answers), missed=missed)

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.rows)
        share = self.hits / self.rows if self.rows else 0.0
        return f"{self.hits} of {self.rows}, {share:.3f} ({low:.3f} to {high:.3f})"


def worse(before: Figure, today: Figure) -> str | None:
    """How today's figure is worse than the one before, beyond chance or by a row that may not be lost; else None."""
    told = f"{today.name}: {before} before, {today} today"
    if before.missed is not None and today.missed is not None:
        lost = sorted(set(today.missed) - set(before.missed))
        if lost:
            return f"{told}; lost: {lost}"
    if not before.rows or not today.rows:
        return None if before.rows == today.rows else f"{told}; there are no rows"
    share = before.hits / before.rows
    test = binomtest(today.hits, today.rows, share, alternative="greater" if before.faults else "less")
    return f"{told}; by chance once in {1 / max(test.pvalue, 1e-9):,.0f}" if test.pvalue < NOISE else None


def faults_of(file: Path, subject: str, today: Iterable[Figure]) -> str:
    """What is worse today than in the file, and how the file is written anew; nothing, if all is well."""
    known = {name: each for name, each in read(file).items() if name.startswith(f"{subject}.")}
    measured = {each.name: each for each in today}
    told = [f"{name}: not in {file.name}" for name in measured.keys() - known.keys()]
    told += [f"{name}: not measured any more" for name in known.keys() - measured.keys()]
    told += [said for name in known.keys() & measured.keys() if (said := worse(known[name], measured[name]))]
    return "\n".join([*sorted(told), f"If that is meant: {WRITE} {subject}, and say why."]) if told else ""


def read(file: Path) -> dict[str, Figure]:
    """The figures of a file, by name."""
    if not file.exists():
        return {}
    rows: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Figure(
            name, row["hits"], row["rows"], row.get("faults", False), tuple(row["missed"]) if "missed" in row else None
        )
        for name, row in rows.items()
    }


def write(file: Path, subject: str, figures: Iterable[Figure]) -> None:
    """Puts the figures of a subject into a file, in place of those that were there."""
    kept = {name: each for name, each in read(file).items() if not name.startswith(f"{subject}.")}
    every = {**kept, **{each.name: each for each in figures}}
    rows = {name: _row(every[name]) for name in sorted(every)}
    file.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {"hits": figure.hits, "rows": figure.rows}
    if figure.faults:
        row["faults"] = True
    if figure.missed is not None:
        row["missed"] = sorted(figure.missed)
    return row
