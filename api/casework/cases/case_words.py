"""Cases in plain words: why somebody is needed, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping

from api.casework.wording import WORDING, say
from bot.reception.languages import language_name

REASONS: Mapping[str, str] = WORDING.section("reasons")
CRISIS = "crisis_"
LANGUAGE = "language_"
OUTCOMES: Mapping[str, str] = WORDING.section("outcomes")
SENDERS: Mapping[str, str] = WORDING.section("senders")
STATUSES: Mapping[str, str] = WORDING.section("case_statuses")
PRIORITIES: Mapping[str, str] = WORDING.section("priorities")
RESOLVED, DONE = "resolved", "done"
CLOSE_REASONS: Mapping[str, str] = WORDING.section("close_reasons")
CLOSE_OUTCOMES: Mapping[str, str] = WORDING.section("close_outcomes")


def reason(code: str) -> str:
    """Why the case needs a person. Codes that nobody has put into words are read as they are."""
    if code.startswith(CRISIS):
        return say("case_reasons.emergency", kind=_spaced(code.removeprefix(CRISIS)))
    if code.startswith(LANGUAGE):
        return say("case_reasons.language", language=language_name(code.removeprefix(LANGUAGE)))
    return REASONS.get(code) or _spaced(code).capitalize()


def _spaced(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
