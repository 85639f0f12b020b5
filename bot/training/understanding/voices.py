"""Messages by many hands: what each teaches. A file of JSON lines is one voice; its name is the author.

A row has `text` and one of: `service` (a slug; with `act`, what is wanted of it), `crisis` (a kind of danger now),
`concern` (help is right, and nobody is in danger), `calm` (why it is neither), `other` (small talk, nonsense, attacks,
nobody's or another body's business), `beyond` (an LGSL id of council business without a page).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from bot.crisis.config import CrisisKind, load
from bot.training.examples import read_examples
from bot.understanding.scores import slug_of

VOICES = Path(__file__).parents[1] / "voices"
NLU = Path(__file__).parents[2] / "data" / "nlu"
FIRST = "first"  # the author of the examples that were there before the voices

CALM = "calm"
Concern = str
ASKS = "ask"
ACTS = (ASKS, "cancel", "stop", "done", "dispute", "change", "status", "negate")
BEYOND = "beyond"
OUT_OF_SCOPE = "out_of_scope"

# Who writes about these services may be in danger or not: their rows do not teach calm.
URGENT_SERVICES = frozenset(
    {
        "adult-safeguarding",
        "antisocial-behaviour",
        "child-safeguarding",
        "crime-support",
        "dangerous-structure",
        "domestic-abuse",
        "flooding",
        "homelessness",
        "housing-repair-emergency",
        "rough-sleeper",
    }
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text and what it teaches; None where it teaches nothing of that kind.

    `subject` is a service's slug or another kind of message, `alarm` a kind of danger, a concern or `calm`.
    """

    text: str
    author: str
    subject: str | None = None
    alarm: str | None = None
    act: str | None = None


def lessons(folder: Path = VOICES, leave_out: str | None = None) -> list[Lesson]:
    """Every lesson: the voices and the first examples, without those of one author if asked."""
    files = sorted(folder.glob("*.jsonl"))
    spoken = [lesson for file in files for row in read_jsonl(file) if (lesson := lesson_of(row, file.stem))]
    return [each for each in (*first_examples(), *spoken) if each.author != leave_out]


def lesson_of(row: Mapping[str, Any], author: str) -> Lesson | None:
    """What one row teaches."""
    text = str(row["text"])
    match row:
        case {"service": str(service)}:
            return service_lesson(text, author, service, str(row.get("act", ASKS)))
        case {"crisis": str(kind)} | {"concern": str(kind)}:
            return Lesson(text, author, alarm=kind)
        case {"calm": _}:
            return Lesson(text, author, alarm=CALM)
        case {"other": str(kind)}:
            return Lesson(text, author, kind, CALM)
        case {"beyond": _}:
            return Lesson(text, author, BEYOND, CALM, ASKS)
    return None


def service_lesson(text: str, author: str, service: str, act: str = ASKS) -> Lesson:
    """An enquiry about a service; whether it is calm is open where the service is for people in danger."""
    return Lesson(text, author, service, None if service in URGENT_SERVICES else CALM, act)


def first_examples() -> Iterator[Lesson]:
    """The examples of bot/data/nlu and of the crisis gate, as lessons."""
    config = load()
    acts = {"greet", "thanks", "goodbye", "affirm", "deny", "ask_person", "repeat", "start_again"}
    acts |= {"bot_challenge", "bot_complaint", "abuse"}
    for example in read_examples(NLU):
        if example.intent == OUT_OF_SCOPE:
            yield Lesson(example.text, FIRST, "nobody", CALM)
        elif example.intent in acts:
            yield Lesson(example.text, FIRST, example.intent, CALM)
        else:
            yield service_lesson(example.text, FIRST, slug_of(example.intent))
    for kind in get_args(CrisisKind):
        yield from (Lesson(text, FIRST, alarm=kind) for text in config.examples.crisis[kind])
    for told in config.examples.ordinary.values():
        yield from (Lesson(text, FIRST, alarm=CALM) for text in told)


def said(lesson: Lesson, text: str) -> Lesson:
    """The same lesson in other words."""
    return replace(lesson, text=text)


def read_jsonl(file: Path) -> Sequence[Mapping[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
