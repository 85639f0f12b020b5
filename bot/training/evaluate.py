"""How good the triage is, from what became of golden enquiries. Shares come with 95% Wilson intervals."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.turn import Outcome, Turn
from redaction.measuring.wilson import wilson

GOLDEN = Path(__file__).with_name("golden")

Row = Mapping[str, Any]
TWO = 2  # replies: the answer, and the question whether to go on


@dataclass(frozen=True, slots=True)
class Share:
    """Some of some: `hits` of `total`."""

    hits: int
    total: int

    @classmethod
    def of(cls, answers: Iterable[bool]) -> Share:
        """The share of answers that are true."""
        known = list(answers)
        return cls(sum(known), len(known))

    def as_dict(self) -> dict[str, float | int]:
        """The share and its 95% interval (Wilson, 1927)."""
        low, high = wilson(self.hits, self.total)
        share = self.hits / self.total if self.total else 0.0
        return {"share": round(share, 4), "low": round(low, 4), "high": round(high, 4), "total": self.total}


def judging(rows: Sequence[Row]) -> list[Row]:
    """Every second row: the ones that `reeve fit` has not seen."""
    return list(rows[1::2])


def fitting(rows: Sequence[Row]) -> list[Row]:
    """The rows that `reeve fit` may see."""
    return list(rows[::2])


def read_rows(file: Path) -> list[Row]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def enquiries(rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """The right service first, or among three; answered wrongly; by style."""
    styles: dict[str, list[bool]] = defaultdict(list)
    for row, turn in zip(rows, turns, strict=True):
        styles[row["style"]].append(_place(row, turn) == 0)
    return {
        **found(rows, turns),
        "by_style": {style: Share.of(right).as_dict() for style, right in sorted(styles.items())},
    }


def found(rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """The right service first, or among three; answered, answered wrongly, turned away."""
    pairs = list(zip(rows, turns, strict=True))
    return {
        "top_1": Share.of(_place(row, turn) == 0 for row, turn in pairs).as_dict(),
        "top_3": Share.of(_place(row, turn) < 3 for row, turn in pairs).as_dict(),
        "answered": Share.of(turn.outcome is Outcome.ANSWERED for turn in turns).as_dict(),
        "answered_with_the_wrong_service": Share.of(_wrongly(row, turn) for row, turn in pairs).as_dict(),
        "turned_away": Share.of(turn.outcome is Outcome.OUT_OF_SCOPE for turn in turns).as_dict(),
    }


def outcomes(rows: Sequence[Row], turns: Sequence[Turn], group: str, good: Iterable[Outcome]) -> dict[str, Any]:
    """The share of turns that ended in one of the good outcomes, over all and by a field of the rows."""
    wanted = set(good)
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, turn in zip(rows, turns, strict=True):
        groups[str(row[group])].append(turn.outcome in wanted)
    return {
        "all": Share.of(answer for answers in groups.values() for answer in answers).as_dict(),
        **{name: Share.of(answers).as_dict() for name, answers in sorted(groups.items())},
    }


def bodies_named(rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """Of rows that are another body's business: the share in which that body is named, and another one is.

    Rows that are nobody's count apart: the share in which any body is named.
    """
    pairs = [(row.get("body"), turn.conclusion.body) for row, turn in zip(rows, turns, strict=True)]
    others = [(right, named) for right, named in pairs if right is not None]
    return {
        "right": Share.of(named == right for right, named in others).as_dict(),
        "wrong": Share.of(named not in (right, None) for right, named in others).as_dict(),
        "named_for_nobody": Share.of(named is not None for right, named in pairs if right is None).as_dict(),
    }


def follow_ups(rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """Last turns of short conversations: the right service first, answered, and answered about another one."""
    pairs = list(zip(rows, turns, strict=True))
    answered = [(row, turn) for row, turn in pairs if turn.outcome is Outcome.ANSWERED]
    return {
        "top_1": Share.of(_place(row, turn) == 0 for row, turn in pairs).as_dict(),
        "answered": Share.of(not _wrongly(row, turn) for row, turn in answered).as_dict() | {"asked": len(pairs)},
    }


def two_needs(rows: Sequence[Row], turns: Sequence[Turn]) -> dict[str, Any]:
    """Of messages with two needs: both found, one dealt with and the other offered."""
    found = [
        {turn.conclusion.service, offered(turn)} == set(row["services"]) for row, turn in zip(rows, turns, strict=True)
    ]
    return Share.of(found).as_dict()


def offered(turn: Turn) -> str | None:
    """The service of a second need that a turn offers to go on with."""
    if len(turn.replies) < TWO or turn.outcome is not Outcome.ANSWERED:
        return None
    choices = [button.choice.partition(":") for button in turn.replies[-1].buttons]
    return next((slug for kind, _, slug in choices if kind == "service"), None)


def _place(row: Row, turn: Turn) -> int:
    slugs = [each.slug for each in turn.conclusion.services]
    return slugs.index(row["service"]) if row["service"] in slugs else len(slugs) + 3


def _wrongly(row: Row, turn: Turn) -> bool:
    return turn.outcome is Outcome.ANSWERED and turn.conclusion.service != row["service"]
