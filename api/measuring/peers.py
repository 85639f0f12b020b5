"""`make bench-peers`: Reeve and stock Rasa on the same examples, enquiries and machine, in one run."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.assistant import make_assistant, make_council
from api.measuring.bench.process_memory import resident_mb
from api.measuring.bench.spread import spread
from api.measuring.golden_sets import Timed, responses
from api.settings import Settings
from bot.council import Council
from bot.training.evaluate import GOLDEN, Row, Share, judging, read_rows
from bot.training.stock_rasa import Peer, served, train_stock
from bot.training.train import train
from bot.turn import Outcome
from bot.understanding.decide import OUT_OF_SCOPE
from bot.understanding.scores import intent_of

WARM_UP = 20
MARKS = ("<!-- peers -->", "<!-- /peers -->")


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one row: services by rank, whether one was answered, whether it was turned away."""

    services: tuple[str, ...]
    answered: bool
    turned_away: bool
    milliseconds: float


def main(document: Path | None = None) -> None:
    """Measures both and writes JSON to standard output; the table goes between the marks of a document if one is given,
    else to standard error."""
    settings = Settings()
    reeve = reeve_report(settings)
    stock = stock_report(settings)
    report = {"reeve": reeve, "stock_rasa": stock}
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    if document is None:
        sys.stderr.write(table(report) + "\n")
    else:
        write_table(document, table(report))


def reeve_report(settings: Settings) -> dict[str, Any]:
    """Reeve's dialogue, from understanding to answer, in process; memory is the whole process's, search included."""
    with tempfile.TemporaryDirectory(prefix="reeve-peers-") as folder:
        os.environ["RASA_CACHE_DIRECTORY"] = folder  # or Rasa would take its parts from an earlier training
        began, worked = time.monotonic(), time.process_time()
        model = train(Path(folder), settings.encoder_model)
        training = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - worked}
        assistant = make_assistant(settings, model=model)
    inside, outside = _rows()
    try:
        responses(assistant, inside[:WARM_UP])
        asked = [[concluded(each) for each in responses(assistant, rows)] for rows in (inside, outside)]
    finally:
        assistant.engine.close()
    return {**measured(inside, *asked), "resident_mb": resident_mb("self"), "training": training}


def concluded(timed: Timed) -> Answered:
    """A response of Reeve's in the terms of this comparison."""
    conclusion = timed.response.conclusion
    services = tuple(each.slug for each in conclusion.services)
    outcome = conclusion.outcome
    return Answered(services, outcome is Outcome.ANSWERED, outcome is Outcome.OUT_OF_SCOPE, timed.milliseconds)


def stock_report(settings: Settings) -> dict[str, Any]:
    """Stock Rasa over HTTP; memory is that of its process."""
    model, training = train_stock(settings.data_dir / "peers")
    inside, outside = _rows()
    council = make_council(settings)
    with served(model) as peer:
        for row in inside[:WARM_UP]:
            peer.parse(row["text"])
        asked = [[_ask_stock(peer, council, row["text"]) for row in rows] for rows in (inside, outside)]
        resident = resident_mb(peer.pid)
    return {**measured(inside, *asked), "resident_mb": resident, "training": asdict(training)}


def _ask_stock(peer: Peer, council: Council, text: str) -> Answered:
    """The fallback and the intent `out_of_scope` both turn away; any other first intent is what it would answer."""
    parsed = peer.parse(text)
    slugs = {intent_of(slug): slug for slug in council.slugs}
    services = tuple(slugs[name] for name in parsed.intents if name in slugs)
    first = parsed.intents[0] if parsed.intents else OUT_OF_SCOPE
    away = parsed.caught or first == OUT_OF_SCOPE
    return Answered(services, not away and first in slugs, away, parsed.milliseconds)


def measured(inside: Sequence[Row], asked: Sequence[Answered], outside: Sequence[Answered]) -> dict[str, Any]:
    """The figures of one system, with intervals; the same arithmetic for both."""
    pairs = list(zip((row["service"] for row in inside), asked, strict=True))
    times = [each.milliseconds for each in (*asked, *outside)]
    return {
        "top_1": Share.of(each.services[:1] == (right,) for right, each in pairs).as_dict(),
        "top_3": Share.of(right in each.services[:3] for right, each in pairs).as_dict(),
        "answered": Share.of(each.answered for each in asked).as_dict(),
        "answered_with_the_wrong_service": Share.of(
            each.answered and each.services[:1] != (right,) for right, each in pairs
        ).as_dict(),
        "turned_away": Share.of(each.turned_away for each in asked).as_dict(),
        "out_of_scope_caught": Share.of(each.turned_away for each in outside).as_dict(),
        **{f"{name}_ms": each for name, each in spread(times, "p50", "p95").items()},
    }


def table(report: Mapping[str, Mapping[str, Any]]) -> str:
    """The comparison in Markdown."""
    reeve, stock = report["reeve"], report["stock_rasa"]
    lines = ["| | Reeve | stock Rasa 3.6 |", "|---|---|---|"]
    lines += [f"| {words} | {_share(reeve[name])} | {_share(stock[name])} |" for name, words in SHARES.items()]
    lines += [
        f"| time of an enquiry, p50 / p95 | {_times(reeve)} | {_times(stock)} |",
        f"| resident memory | {reeve['resident_mb']} MB | {stock['resident_mb']} MB |",
        f"| training, processor time | {_minutes(reeve)} | {_minutes(stock)} |",
    ]
    return "\n".join(lines)


SHARES = {
    "top_1": "right service first",
    "top_3": "right service among three",
    "answered": "answered at once",
    "answered_with_the_wrong_service": "answered with the wrong service",
    "turned_away": "council business turned away",
    "out_of_scope_caught": "out of scope caught",
}


def write_table(document: Path, made: str) -> None:
    """Puts the table between the marks of the document."""
    before, _, rest = document.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    document.write_text(f"{before}{MARKS[0]}\n\n{made}\n\n{MARKS[1]}{after}", encoding="utf-8")


def _share(found: Mapping[str, float]) -> str:
    return f"{found['share']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


def _times(found: Mapping[str, Any]) -> str:
    return f"{found['p50_ms']} / {found['p95_ms']} ms"


def _minutes(found: Mapping[str, Any]) -> str:
    return f"{found['training']['cpu_seconds'] / 60:.1f} min"


def _rows() -> tuple[list[Row], list[Row]]:
    folder = GOLDEN / "triage"
    inside, outside = (judging(read_rows(folder / f"{name}.jsonl")) for name in ("enquiries", "out_of_scope"))
    return inside, outside


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
