"""More of the same in other typing: errors, capitals, missing points, an ordinary sentence before or after, a part."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bot.crisis.spelling import sentences_of
from bot.training.understanding.voices import CALM, Lesson, said

SPLICED, MISTYPED, LENGTHENED = 0.5, 0.3, 0.12  # shares of the rows that come once more so
FEWEST, MOST = 3, 25  # words of an ordinary sentence that is put beside another
JOINTS = (" ", ". ", ", ", " and ", " but ", "\n", " also ", ". oh and ")
_SIGNS = re.compile(r"[^\w\s']")


def augmented(rows: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The rows, and variants of some of them. An ordinary sentence beside a danger changes nothing of the danger."""
    chance = np.random.default_rng(seed)
    ordinary = [each.text for each in rows if _is_ordinary(each)]
    parts = [part for row in rows for part in _parts(row)]
    return [*rows, *parts, *(variant for row in rows for variant in _variants(row, ordinary, chance))]


def _parts(row: Lesson) -> list[Lesson]:
    """The sentences of a calm message, which are calm too: the gate reads each by itself."""
    if row.alarm != CALM:
        return []
    sentences = [each for each in sentences_of(row.text) if len(each.split()) >= FEWEST]
    return [Lesson(each, row.author, alarm=CALM) for each in sentences] if len(sentences) > 1 else []


def _is_ordinary(row: Lesson) -> bool:
    return row.alarm == CALM and row.subject is not None and FEWEST <= len(row.text.split()) <= MOST


def _variants(row: Lesson, ordinary: Sequence[str], chance: np.random.Generator) -> list[Lesson]:
    made = []
    if chance.random() < MISTYPED:
        made.append(said(row, _typed_otherwise(row.text, chance)))
    share = SPLICED if row.alarm is not None and row.subject is None else LENGTHENED if row.alarm == CALM else 0.0
    if chance.random() < share:
        other, joint = _one(ordinary, chance), _one(JOINTS, chance)
        parts = (row.text, other) if chance.random() < 0.5 else (other, row.text)
        made.append(Lesson(joint.join(parts), row.author, alarm=row.alarm))
    return made


def _typed_otherwise(text: str, chance: np.random.Generator) -> str:
    way = chance.random()
    if way < 0.5:
        return mistyped(text, chance)
    return _SIGNS.sub("", text.lower()) if way < 0.85 else text.upper()


def mistyped(text: str, chance: np.random.Generator) -> str:
    """One word in seven with a letter left out, doubled or changed for its neighbour."""
    words = text.split()
    for _ in range(max(1, len(words) // 7)):
        place = chance.integers(len(words))
        word = words[place]
        if len(word) < 4:
            continue
        at, way = chance.integers(1, len(word) - 1), chance.random()
        if way < 0.35:
            words[place] = word[:at] + word[at + 1 :]
        elif way < 0.65:
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            words[place] = word[:at] + word[at] + word[at:]
    return " ".join(words)


def _one(of: Sequence[str], chance: np.random.Generator) -> str:
    return of[int(chance.integers(len(of)))]
