"""How the bot does on messages by people who wrote none of its examples: golden/voices, a file an author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from api.assistant import Assistant, Progress, make_assistant
from api.measuring.golden_sets import turns
from api.settings import Settings
from bot.training.evaluate import GOLDEN, Row, Share, enquiries, read_rows
from bot.turn import Outcome, Turn

VOICES = GOLDEN / "voices"
FOREIGN = "foreign"  # the file of messages in other languages
# What small talk, nonsense, attacks and other bodies' business may end in: anything but an answer about a service.
CAUGHT = (Outcome.SMALL_TALK, Outcome.OUT_OF_SCOPE, Outcome.ROUTED)

Judge = Callable[[Row, Turn], bool]


def voices_report(settings: Settings, say: Progress) -> dict[str, Any]:
    """Dangers seen and false alarms, services found, what is not an enquiry told apart; over all and by author."""
    assistant = make_assistant(settings, say)
    say("Measuring on messages by other hands")
    try:
        return _reports(assistant)
    finally:
        assistant.engine.close()


def _reports(assistant: Assistant) -> dict[str, Any]:
    rows = [{**row, "author": file.stem} for file in sorted(VOICES.glob("*.jsonl")) for row in read_rows(file)]
    english = [row for row in rows if row["author"] != FOREIGN]
    foreign = [row for row in rows if row["author"] == FOREIGN]
    made = turns(assistant, english)
    return {
        "english": _report(english, made),
        "by_author": {
            author: _report(*_of(english, made, author)) for author in sorted({row["author"] for row in english})
        },
        "foreign": foreign_report(foreign, turns(assistant, foreign)),
    }


def foreign_report(rows: Sequence[Row], made: Sequence[Turn]) -> dict[str, Any]:
    """Dangers told in other languages, and false alarms among the rest."""
    return {
        "recognised": _share(rows, made, "crisis", lambda row, turn: turn.crisis is not None),
        "right_card": _share(rows, made, "crisis", lambda row, turn: turn.crisis == row["crisis"]),
        "false_alarms": _share(rows, made, "calm", lambda row, turn: turn.crisis is not None),
    }


def _report(rows: Sequence[Row], made: Sequence[Turn]) -> dict[str, Any]:
    asked = [(row, turn) for row, turn in zip(rows, made, strict=True) if "service" in row and "act" not in row]
    return {
        "danger": {
            "recognised": _share(rows, made, "crisis", lambda row, turn: turn.crisis is not None),
            "right_card": _share(rows, made, "crisis", lambda row, turn: turn.crisis == row["crisis"]),
            "false_alarms": {
                field: _share(rows, made, field, lambda row, turn: turn.crisis is not None)
                for field in ("calm", "concern", "other", "beyond", "act")
            },
        },
        "services": enquiries([row for row, _ in asked], [turn for _, turn in asked]),
        "not_enquiries": _by(rows, made, "other", lambda row, turn: turn.outcome in CAUGHT),
        "acts": _by(rows, made, "act", _finds_service),
    }


def _finds_service(row: Row, turn: Turn) -> bool:
    return bool(turn.conclusion.services) and turn.conclusion.services[0].slug == row["service"]


def _share(rows: Iterable[Row], made: Iterable[Turn], field: str, good: Judge) -> dict[str, float | int]:
    """The share of rows with a field for which something holds."""
    return Share.of(good(row, turn) for row, turn in zip(rows, made, strict=True) if field in row).as_dict()


def _by(rows: Sequence[Row], made: Sequence[Turn], field: str, good: Judge) -> dict[str, Any]:
    """The same by what the field says, and over all."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, turn in zip(rows, made, strict=True):
        if field in row:
            groups[str(row[field])].append(good(row, turn))
    everything = [each for group in groups.values() for each in group]
    return {"all": Share.of(everything).as_dict()} | {
        name: Share.of(group).as_dict() for name, group in sorted(groups.items())
    }


def _of(rows: Sequence[Row], made: Sequence[Turn], author: str) -> tuple[list[Row], list[Turn]]:
    pairs = [(row, turn) for row, turn in zip(rows, made, strict=True) if row["author"] == author]
    return [row for row, _ in pairs], [turn for _, turn in pairs]
