"""The life of a case as a table for people: docs/case-life.md holds it, and a test compares the two."""

from __future__ import annotations

from collections.abc import Sequence

from api.casework.life.case_rules import RULES, ClockChange, PendingReply, Rule, Transition

HEADINGS = (
    "transition", "from", "to", "sets", "clears", "clocks", "reply about to go", "conversation", "resident is told",
    "on record",
)  # fmt: skip


def as_table() -> str:
    """One row of Markdown for each transition, in the order of `Transition`."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(_row(name, RULES[name]) for name in Transition)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(name: Transition, rule: Rule) -> Sequence[str]:
    before = sorted(status.value if status else "new" for status in rule.before)
    some = len(rule.before) > len(rule.moves)
    moves = {move.replace("_", " ") + (f" (from {status})" if some else "") for status, move in rule.moves}
    notices = {notice.value for status, notice in rule.notices if status in rule.before}
    return (
        name.value.replace("_", " "),
        ", ".join(before),
        rule.after.value if rule.after else "stays",
        _columns(rule.sets),
        _columns(rule.clears),
        "" if rule.clocks is ClockChange.KEEP else rule.clocks.value,
        "" if rule.pending is PendingReply.KEEP else rule.pending.value,
        ", ".join(sorted(moves)),
        ", ".join(sorted(notices)),
        f"`{rule.audit.value}`" if rule.audit else "",
    )


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
