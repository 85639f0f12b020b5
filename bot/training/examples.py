"""Looks over the training examples: too few, said twice, said under two intents, or known from a golden set.

`reeve examples` prints the report. Nearness is the cosine of sentence vectors; equal words count in any case and with
any punctuation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.ports import Encodes
from bot.understanding.taught import Taught
from knowledge.search.encoder import Vectors
from knowledge.search.lexical import content_words

FEWEST = 25  # examples of an intent
TWICE = 0.97  # two examples of one intent, at least this near, teach the same
TORN = 0.95  # two examples of different intents, at least this near, teach nothing
LEAKED = 0.97  # an example this near to a golden message makes the measurement flatter

SAID_BY_ALL = 3  # words; there is only one way to say "thank you", so so few are no leak


@dataclass(frozen=True, slots=True)
class Example:
    """One thing a resident may write, and what is meant."""

    intent: str
    text: str


def read_examples(folder: Path) -> list[Example]:
    """The examples of a Rasa project's `nlu` folder, in the order of its files."""
    intents = [each for file in sorted(folder.glob("*.yml")) for each in yaml.safe_load(file.read_bytes())["nlu"]]
    return [
        Example(each["intent"], line.removeprefix("- ").strip())
        for each in intents
        for line in each["examples"].splitlines()
        if line.strip()
    ]


def read_taught(folder: Path, services: Collection[str]) -> Taught:
    """What a model knows that is trained on a Rasa project's `nlu` folder; `services` are the intents of services."""
    examples = read_examples(folder)
    words = frozenset(word for each in examples if each.intent in services for word in content_words(each.text))
    return Taught(frozenset(each.intent for each in examples), words)


def look_over(examples: Sequence[Example], golden: Sequence[str], encoder: Encodes) -> dict[str, Any]:
    """The report: `thin`, `repeated`, `torn` and `leaked` are faults; `counts` says how balanced the rest is."""
    counts = Counter(example.intent for example in examples)
    vectors = encoder.encode([example.text for example in examples])
    alike = list(_alike(vectors, vectors, TORN))
    pairs = [(examples[one], examples[other], cosine) for one, other, cosine in alike if one < other]
    known = {place for place, _, _ in _alike(vectors, encoder.encode(golden), LEAKED)} if golden else set()
    return {
        "examples": len(examples),
        "counts": {"fewest": min(counts.values()), "most": max(counts.values()), "intents": len(counts)},
        "thin": sorted(intent for intent, count in counts.items() if count < FEWEST),
        "repeated": _said_twice(examples)
        + [
            _pair(one, other, cosine)
            for one, other, cosine in pairs
            if one.intent == other.intent and cosine >= TWICE and _folded(one.text) != _folded(other.text)
        ],
        "torn": [_pair(one, other, cosine) for one, other, cosine in pairs if one.intent != other.intent],
        "leaked": sorted(examples[place].text for place in known if len(examples[place].text.split()) > SAID_BY_ALL),
    }


def faults(report: dict[str, Any]) -> int:
    """How many things somebody must put right."""
    return sum(len(report[name]) for name in ("thin", "repeated", "torn", "leaked"))


def _alike(ones: Vectors, others: Vectors, least: float) -> Iterator[tuple[int, int, float]]:
    """Places of rows whose cosine is at least `least`, and the cosine."""
    for start in range(0, len(ones), 512):
        cosines = ones[start : start + 512] @ others.T
        for row, column in np.argwhere(cosines >= least):
            yield start + int(row), int(column), float(cosines[row, column])


def _said_twice(examples: Iterable[Example]) -> list[dict[str, Any]]:
    said: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        said[_folded(example.text)].append(example)
    return [
        _pair(same[0], other, 1.0) for same in said.values() for other in same[1:] if other.intent == same[0].intent
    ]


def _pair(one: Example, other: Example, cosine: float) -> dict[str, Any]:
    return {"intents": sorted({one.intent, other.intent}), "texts": [one.text, other.text], "cosine": round(cosine, 3)}


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
