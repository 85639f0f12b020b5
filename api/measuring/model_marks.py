"""Marks two models on the golden sets, row against row, for the gate to compare."""

from __future__ import annotations

from pathlib import Path

from api.assistant import Assistant, Progress, make_assistant
from api.measuring.golden_sets import turns
from api.settings import Settings
from bot.dialogue.engine import ModelDoesNotRun
from bot.training.evaluate import GOLDEN, Row, judging, read_rows
from bot.training.model_gate import CRISIS, Mark, PromotionVerdict, compare
from bot.turn import Outcome, Turn

TALK = (Outcome.SMALL_TALK, Outcome.ROUTED)


def judge(settings: Settings, before: Path, after: Path, say: Progress) -> tuple[PromotionVerdict, list[Mark]]:
    """The verdict on `after`, and its marks. A model that does not run with this code has lost, the new one first."""
    try:
        assistant = make_assistant(settings, say, after)
    except ModelDoesNotRun as fault:
        return PromotionVerdict(False, (f"it does not run with this code ({fault})",), {}), []
    try:
        say("Comparing the new model with the one in use, on the golden sets")
        new = marks(assistant)
        try:
            assistant.engine.change_to(before)
        except ModelDoesNotRun as fault:
            return PromotionVerdict(True, (f"the one in use does not run with this code ({fault})",), {}), new
        return compare(marks(assistant), new), new
    finally:
        assistant.engine.close()


def marks(assistant: Assistant) -> list[Mark]:
    """One mark a row: enquiries, small talk, what is out of scope, and crises."""
    triage = GOLDEN / "triage"
    enquiries = [*read_rows(triage / "enquiries.jsonl"), *read_rows(triage / "elsewhere_near.jsonl")]
    talk, strangers = (read_rows(triage / f"{name}.jsonl") for name in ("small_talk", "out_of_scope"))
    crises = judging(read_rows(GOLDEN / "crisis" / "crisis.jsonl"))
    return [
        *(_enquiry(row, turn) for row, turn in zip(enquiries, turns(assistant, enquiries), strict=True)),
        *(
            Mark("small talk", (row["act"],), turn.outcome in TALK)
            for row, turn in zip(talk, turns(assistant, talk), strict=True)
        ),
        *(
            Mark("out of scope", (row["kind"],), turn.outcome is Outcome.OUT_OF_SCOPE)
            for row, turn in zip(strangers, turns(assistant, strangers), strict=True)
        ),
        *(
            Mark(CRISIS, (row["kind"],), turn.crisis == row["kind"])
            for row, turn in zip(crises, turns(assistant, crises), strict=True)
        ),
    ]


def _enquiry(row: Row, turn: Turn) -> Mark:
    ranked = turn.conclusion.services
    first = bool(ranked) and ranked[0].slug == row["service"]
    wrong = turn.outcome is Outcome.ANSWERED and turn.conclusion.service != row["service"]
    right = first and turn.outcome is not Outcome.OUT_OF_SCOPE
    return Mark("enquiries", (row["service"], row["style"]), right, wrong)
