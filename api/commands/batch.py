"""The batch commands: JSON lines on standard input and output, the contract by which quality is measured."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO, cast

from api.assistant import Progress, make_assistant, make_council, make_encoder, make_live_pages, make_redactor
from api.settings import Settings
from bot.turn import Enquiry, Outcome, Turn
from knowledge.pack.load import PackError, pages_from_rows
from knowledge.search.encoder import Encoder
from knowledge.search.index import build_index
from knowledge.search.search import Searcher
from redaction import LABELS, Label

Row = dict[str, Any]
STEP = 500  # rows between two words of progress


class BadLine(Exception):
    """A line that cannot be used; the message says why, without repeating it."""


def each_row(work: Callable[[Row], Row], say: Progress, source: TextIO = sys.stdin, out: TextIO = sys.stdout) -> int:
    """Answers every good line; reports every bad one by number and skips it. Returns the exit code."""
    bad = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            out.write(json.dumps(work(_parsed(line)), ensure_ascii=False) + "\n")
        except BadLine as error:
            bad += 1
            say(f"Line {number} was skipped: {error}")
        if number % STEP == 0:
            say(f"{number} lines done")
    out.flush()
    return 1 if bad else 0


def redact(settings: Settings, say: Progress) -> int:
    """`reeve redact`."""
    redactor = make_redactor(make_council(settings))
    redactor.warm_up()

    def work(row: Row) -> Row:
        expecting = row.get("expecting")
        if expecting is not None and expecting not in LABELS:
            raise BadLine("`expecting` is not one of the labels.")
        made = redactor.redact(_text(row), cast(Label | None, expecting))
        findings = [
            {
                "start": found.start,
                "end": found.end,
                "label": found.label,
                "score": round(float(found.score), 4),
            }
            for found in made.findings
        ]
        return {"id": row.get("id"), "text": str(made.text), "findings": findings}

    return each_row(work, say)


def triage(settings: Settings, say: Progress) -> int:
    """`reeve triage`."""
    assistant = make_assistant(settings, say)
    loop = asyncio.new_event_loop()

    def work(row: Row) -> Row:
        started = time.perf_counter()
        turn = loop.run_until_complete(assistant.reception.receive(Enquiry(_text(row))))
        return triaged(row.get("id"), turn, (time.perf_counter() - started) * 1000)

    try:
        return each_row(work, say)
    finally:
        assistant.engine.close()
        loop.close()


def triaged(row_id: Any, turn: Turn, milliseconds: float) -> Row:
    """One line of `reeve triage`."""
    conclusion = turn.conclusion
    return {
        "id": row_id,
        "outcome": turn.outcome.value,
        "crisis": turn.crisis,
        "service": conclusion.service if turn.outcome is not Outcome.OUT_OF_SCOPE else None,
        "services": [{"slug": each.slug, "score": each.score} for each in conclusion.services[:5]],
        "intent": conclusion.intent,
        "confidence": round(conclusion.confidence, 4),
        "reply": "\n\n".join(reply.text for reply in turn.replies),
        "redacted": str(turn.text),
        "ms": round(milliseconds, 2),
    }


def search(settings: Settings, pages: Path | None, say: Progress) -> int:
    """`reeve search`."""
    encoder = make_encoder(settings)
    try:
        council = make_council(settings)
        searcher = _searcher_over(pages, encoder) if pages else make_live_pages(settings, council, encoder).searcher()
    except PackError as error:
        say(str(error))
        return 1

    def work(row: Row) -> Row:
        query = _text(row, "query")
        hits = searcher.search(query, k=10).ranked[:10]
        return {"query": query, "hits": [{"id": hit.page.id, "score": round(hit.score, 4)} for hit in hits]}

    return each_row(work, say)


def _searcher_over(pages: Path, encoder: Encoder) -> Searcher:
    """A search over the rows of a file, with an index that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="reeve-search-") as folder:
        return Searcher(build_index(pages_from_rows(_rows_of(pages)), encoder, Path(folder)), encoder)


def classify(settings: Settings, train: Path, say: Progress) -> int:
    """`reeve classify`."""
    from bot.training.classify import Classifier

    rows = [row for row in _rows_of(train) if row.get("text") and row.get("intent")]
    say(f"Training on {len(rows)} examples")
    classifier = Classifier(rows, settings.encoder_model)

    def work(row: Row) -> Row:
        text = _text(row)
        found = classifier.classify(text)
        ranking = [{"intent": intent, "confidence": score} for intent, score in found.ranking]
        return {
            "text": text,
            "intent": found.intent,
            "confidence": round(found.confidence, 4),
            "accepted": found.accepted,
            "ranking": ranking,
        }

    return each_row(work, say)


def _parsed(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError:
        raise BadLine("it is not JSON.") from None
    if not isinstance(row, dict):
        raise BadLine("it is not a JSON object.")
    return row


def _text(row: Row, field: str = "text") -> str:
    value = row.get(field)
    if not isinstance(value, str):
        raise BadLine(f"`{field}` is missing or not text.")
    return value


def _rows_of(file: Path) -> Iterator[Row]:
    lines: Iterable[str] = file.read_text(encoding="utf-8").splitlines()
    return (_parsed(line) for line in lines if line.strip())
