"""`python -m bot.training.understanding`: trains the encoder's second upper half, then the heads that read it.

Seeded, no network, about half an hour on two cores. `--heads` fits the heads alone, in a few minutes.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.training.understanding.augment import augmented
from bot.training.understanding.heads import fit_alarm_head, fit_foreign_reader
from bot.training.understanding.upper_half import SEED, UpperHalf
from bot.training.understanding.voices import Lesson, lessons
from knowledge.search.encoder import COUNCIL, LAYERS, Encoder, packaged_model
from knowledge.search.packaged_modules import write_layers


def main(arguments: list[str]) -> None:
    """Trains what was asked for, and writes it beside the code that reads it."""
    rows = augmented(lessons(), SEED)
    if "--heads" not in arguments:
        half = UpperHalf(packaged_model(), rows)
        half.train(_say, _kept(rows))
        write_layers(LAYERS, half.layers.state_dict())
    fit_alarm_head(Encoder(COUNCIL, graphs=_data() / "graphs"), rows)
    fit_foreign_reader(lessons())


def _kept(rows: Sequence[Lesson]) -> Path:
    """Where a training on these rows is kept between its epochs."""
    digest = hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()[:16]
    folder = _data() / "understanding"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{digest}.pt"


def _data() -> Path:
    return Path(os.environ.get("REEVE_DATA_DIR", "var"))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
