"""Cases in plain words: why somebody is needed, how it stands, and what the resident is told."""

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

JOINED = "{name} from {team} has joined."
ESCALATED = (
    "We are sorry that your enquiry {reference} is taking longer than it should. We have passed it on, so that "
    "somebody can deal with it."
)
HANDED_BACK = (
    "{name} has left the chat. You are talking to our assistant again, a computer program. "
    "Your enquiry {reference} stays open, and you can ask for a person at any time."
)
PASSED_ON = "{name} has passed your enquiry {reference} to {team}. Your reference stays the same."
PASSED_TO = "{name} has passed your enquiry {reference} to {to} from {team}. Your reference stays the same."
RETURNED = "{name} has left. Your enquiry {reference} is back with the team, and somebody else will join."
HOLDER_LEFT = "The person who had your enquiry {reference} is no longer on it. Someone else will take it up."
REOPENED = "{name} has opened your enquiry {reference} again. Somebody will take it up and answer you here."
MERGED = "Your enquiry {reference} is now dealt with under {into}. You do not need to do anything."
LANDED = "Your enquiry {reference} goes on as {into}. We have added your message there."
CLOSED = "{name} has closed your enquiry {reference}. Write here if you need anything else."


def reason(code: str) -> str:
    """Why the case needs a person. Codes that nobody has put into words are read as they are."""
    if code.startswith(CRISIS):
        return say("case_reasons.emergency", kind=_spaced(code.removeprefix(CRISIS)))
    if code.startswith(LANGUAGE):
        return say("case_reasons.language", language=language_name(code.removeprefix(LANGUAGE)))
    return REASONS.get(code) or _spaced(code).capitalize()


def _spaced(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
