"""What the bot knew when it handed over: redacted, drawn from what was said and decided, nothing made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.db.tables.conversations import MessageRecord, TurnRecord
from bot.turn import CaseDraft, DialogueState, Outcome, Turn

FEW, LINE = 3, 300  # messages of a summary, characters of each
UNSURE = 0.5  # a turn below this confidence was a guess
LANGUAGE, CRISIS = "language_", "crisis_"
NO_SUBSTANCE = 3  # words; shorter messages seldom say what is wanted
CLARIFIED_OFTEN = 2


def packet(
    draft: CaseDraft,
    turn: Turn,
    turns: Sequence[TurnRecord],
    said: Sequence[MessageRecord],
    *,
    open_now: bool,
    before: DialogueState | None = None,
) -> dict[str, Any]:
    """The hand-over as JSON: reasons, summary, outcomes so far, what it may be about, and a form half filled.

    `before` is the dialogue before this turn: to hand over ends a form, and what it knew must not be lost with it.
    """
    left = half_filled(before or []) if turn.outcome is Outcome.ROUTED else {}
    return {
        "reasons": reasons(draft, turn, turns, open_now=open_now),
        "summary": summary([message.text for message in said if message.sender == "resident"]),
        "outcomes": [record.outcome for record in turns],
        "services": [{"slug": each.slug, "score": round(each.score, 2)} for each in turn.conclusion.services[:FEW]],
        "form": half_filled(turn.state) or left,
    }


def reasons(draft: CaseDraft, turn: Turn, turns: Sequence[TurnRecord], *, open_now: bool) -> list[str]:
    """Codes of why a person is needed, the draft's own first; api/casework/cases/case_words.py puts them into words."""
    found = [draft.reason]
    outcomes = [record.outcome for record in turns]
    if turn.crisis:
        found.append(f"{CRISIS}{turn.crisis}")
    if "failed" in outcomes:
        found.append("failed_before")
    if outcomes.count("clarified") >= CLARIFIED_OFTEN:
        found.append("unclear")
    if turn.conclusion.services and turn.conclusion.confidence < UNSURE:
        found.append("unsure")
    if not open_now:
        found.append("out_of_hours")
    return list(dict.fromkeys(found))


def summary(said: Sequence[str]) -> list[str]:
    """The resident's own words that say most: the first that has substance, the longest, the last; in their order."""
    told = [(place, text) for place, text in enumerate(said) if len(text.split()) >= NO_SUBSTANCE] or [
        (place, text) for place, text in enumerate(said) if text.strip()
    ]
    if not told:
        return []
    chosen = {told[0], max(told, key=lambda each: len(each[1])), told[-1]}
    return [text[:LINE] for _, text in sorted(chosen)]


def half_filled(state: DialogueState) -> dict[str, Any]:
    """The form under way: its service, and each answer as it was shown. Empty when there is none."""
    filling: Mapping[str, Any] = {}
    for event in state:
        if event.get("event") == "slot" and event.get("name") == "filling":
            filling = event.get("value") or {}
    if not isinstance(filling, Mapping) or not filling.get("service"):
        return {}
    answers = {**dict(filling.get("answers", {})), **dict(filling.get("shown", {}))}
    return {"service": str(filling["service"]), "answers": {str(name): str(value) for name, value in answers.items()}}


def language(draft: CaseDraft, turn: Turn) -> str | None:
    """The code of the resident's language, where it is not English."""
    if draft.reason.startswith(LANGUAGE):
        return draft.reason.removeprefix(LANGUAGE)
    return next((reply.lang for reply in turn.replies if reply.lang), None)


def needs(draft: CaseDraft, code: str | None) -> list[str]:
    """The skills that a person should have for it."""
    crisis = ["safeguarding"] if draft.reason.startswith(CRISIS) else []
    return crisis + ([f"language:{code}"] if code else [])
