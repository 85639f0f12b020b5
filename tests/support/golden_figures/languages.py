"""Languages that are recognised, and English that is taken for another one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reception.languages import Languages
from bot.training.evaluate import GOLDEN, read_rows
from tests.support.golden_figures.figure import Figure

FILE = GOLDEN / "figures.json"
ENGLISH = ("enquiries", "elsewhere", "elsewhere_near", "out_of_scope")


def language_figures(languages: Languages) -> Iterator[Figure]:
    """Messages in other languages; English of the triage's golden sets; English with names, typing, second language."""
    rows = read_rows(GOLDEN / "languages" / "messages.jsonl")
    others, english = ([row for row in rows if (row["language"] == "en") is wanted] for wanted in (False, True))
    right = [languages.recognise(row["text"]) == row["language"] for row in others]
    yield Figure.of("languages.recognised", right)
    yield Figure.of("languages.unusual_english_taken", [_taken(languages, row["text"]) for row in english], faults=True)
    for name in ENGLISH:
        texts = [row["text"] for row in read_rows(GOLDEN / "triage" / f"{name}.jsonl")]
        taken = [_taken(languages, text) for text in texts]
        yield Figure.of(f"languages.english_taken.{name}", taken, faults=True)


def _taken(languages: Languages, text: str) -> bool:
    return languages.recognise(text) is not None
