"""Who owns a conversation, as pure rules. The database refuses every other move by a trigger of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.kernel.errors import Conflict


class Owner(StrEnum):
    """Who answers the resident. While it is `person` the bot is silent."""

    BOT = "bot"
    WAITING = "waiting"
    PERSON = "person"
    CLOSED = "closed"


class By(StrEnum):
    """Who makes a move."""

    RESIDENT = "resident"
    STAFF = "staff"
    SYSTEM = "system"


class Move(StrEnum):
    """What can happen to the ownership of a conversation."""

    ASK = "ask"  # a case was opened for a person
    CARRY_ON = "carry_on"  # the resident would rather go on with the bot than wait
    JOIN = "join"  # a caseworker takes the case
    HAND_BACK = "hand_back"  # the caseworker leaves; the case stays open
    FINISH = "finish"  # the caseworker closes the case
    SETTLE = "settle"  # another system closes the case, which nobody here had
    REQUEUE = "requeue"  # to another team, another person, or back to the queue
    END = "end"  # the resident ends the chat, asks for erasure, or was silent for long
    STOP = "stop"  # the caseworker closes the case and the chat with it


@dataclass(frozen=True, slots=True)
class Rule:
    """From where to where a move leads, and who may make it."""

    before: frozenset[Owner]
    after: Owner
    by: frozenset[By]


def _rule(before: tuple[Owner, ...], after: Owner, *by: By) -> Rule:
    return Rule(frozenset(before), after, frozenset(by))


_LIVE = (Owner.BOT, Owner.WAITING, Owner.PERSON)
_ANYBODY = (By.RESIDENT, By.SYSTEM)
RULES: Mapping[Move, Rule] = {
    Move.ASK: _rule((Owner.BOT, Owner.WAITING), Owner.WAITING, *_ANYBODY),
    Move.CARRY_ON: _rule((Owner.WAITING,), Owner.BOT, By.RESIDENT),
    Move.JOIN: _rule(_LIVE, Owner.PERSON, By.STAFF),
    Move.HAND_BACK: _rule(_LIVE, Owner.BOT, By.STAFF),
    Move.FINISH: _rule(_LIVE, Owner.BOT, By.STAFF),
    Move.SETTLE: _rule((Owner.BOT, Owner.WAITING), Owner.BOT, By.SYSTEM),
    Move.REQUEUE: _rule(_LIVE, Owner.WAITING, By.STAFF),
    Move.END: _rule(_LIVE, Owner.CLOSED, *_ANYBODY, By.STAFF),
    Move.STOP: _rule(_LIVE, Owner.CLOSED, By.STAFF),
}


class MoveRefused(Conflict):
    """The conversation has another owner than the move begins with."""

    code = "move_refused"


def moved(owner: Owner, move: Move, by: By) -> Owner:
    """Who owns the conversation afterwards. Raises MoveRefused; nothing leads out of a chat that has ended."""
    rule = RULES[move]
    if owner not in rule.before or by not in rule.by:
        raise MoveRefused()
    return rule.after


def steps() -> frozenset[tuple[Owner, Owner, By]]:
    """Every change of owner that some move allows: what the database must allow too, and nothing else."""
    return frozenset(
        (before, rule.after, by)
        for rule in RULES.values()
        for before in rule.before
        for by in rule.by
        if before is not rule.after
    )


def as_table() -> str:
    """One row of Markdown for each move, in the order of `Move`; docs/case-life.md holds it."""
    rows = ["| move | from | to | by |", "| --- | --- | --- | --- |"]
    for move in Move:
        rule = RULES[move]
        before = ", ".join(owner for owner in Owner if owner in rule.before)
        by = ", ".join(who for who in By if who in rule.by)
        rows.append(f"| {move.replace('_', ' ')} | {before} | {rule.after} | {by} |")
    return "\n".join(rows)
