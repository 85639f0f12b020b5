"""`reeve examples`: the training examples against each other and against the golden sets."""

from __future__ import annotations

import json

from api.golden import GOLDEN
from api.mind import Progress, make_encoder
from api.settings import Settings
from bot.evaluate import read_rows
from bot.examples import faults, look_over, read_examples
from bot.train import DATA
from bot.words import as_words


def check_examples(settings: Settings, say: Progress) -> tuple[str, bool]:
    """The report as JSON, and whether all is well."""
    say("Reading the examples")
    rows = (row for file in sorted((GOLDEN / "triage").glob("*.jsonl")) for row in read_rows(file))
    golden = [as_words(row["text"]) for row in rows if "text" in row]
    report = look_over(read_examples(DATA / "nlu"), golden, make_encoder(settings))
    return json.dumps(report, indent=1, ensure_ascii=False), faults(report) == 0
