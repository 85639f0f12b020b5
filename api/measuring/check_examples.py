"""`reeve examples`: the training examples against each other and against the golden sets."""

from __future__ import annotations

import json

from api.assistant import Progress, make_encoder
from api.settings import Settings
from bot.training.evaluate import GOLDEN, read_rows
from bot.training.examples import faults, look_over, read_examples
from bot.training.train import DATA
from bot.understanding.model_words import as_words


def check_examples(settings: Settings, say: Progress) -> tuple[str, bool]:
    """The report as JSON, and whether all is well."""
    say("Reading the examples")
    rows = (row for file in sorted((GOLDEN / "triage").glob("*.jsonl")) for row in read_rows(file))
    golden = [as_words(row["text"]) for row in rows if "text" in row]
    report = look_over(read_examples(DATA / "nlu"), golden, make_encoder(settings))
    return json.dumps(report, indent=1, ensure_ascii=False), faults(report) == 0
