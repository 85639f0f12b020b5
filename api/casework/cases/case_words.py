"""Cases in plain words: why somebody is needed, how it stands, and what the resident is told."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reception.languages import language_name

REASONS: Mapping[str, str] = {
    "ask_person": "Asked to talk to a person",
    "bot_complaint": "Was not happy with the assistant and wants a person",
    "chose_person": "Pressed “Talk to someone”",
    "chose_team": "Pressed the button for this team",
    "chose_report": "Reported a problem with the report button",
    "report": "Reported a problem",
    "open311": "Another program sent this report (Open311)",
    "not_understood": "The assistant did not understand, more than once",
    "replied": "Wrote again after the case was closed",
    "failed_before": "The assistant failed in this chat",
    "unclear": "The assistant had to ask what was meant, more than once",
    "unsure": "The assistant was not sure what it is about",
    "out_of_hours": "Came in while the team was closed",
    "engine_down": "Asked for help while the assistant was not working",
}
CRISIS = "crisis_"
LANGUAGE = "language_"
OUTCOMES: Mapping[str, str] = {
    "answered": "Answered by the assistant",
    "clarified": "Asked which service was meant",
    "collecting": "Was filling in a form",
    "booked": "Booked",
    "reported": "Reported to the team",
    "routed": "Passed to a person",
    "urgent": "Urgent: shown emergency help and passed to a person",
    "small_talk": "Small talk",
    "out_of_scope": "Not something the council deals with",
    "failed": "The assistant could not answer",
}
STATUSES: Mapping[str, str] = {"open": "Waiting", "claimed": "In progress", "closed": "Closed"}
PRIORITIES: Mapping[str, str] = {"urgent": "Urgent", "high": "High", "normal": "Normal", "low": "Low"}
RESOLVED, DONE = "resolved", "done"
CLOSE_REASONS: Mapping[str, str] = {
    RESOLVED: "Dealt with",
    "no_answer": "The resident did not answer",
    "duplicate": "The same as another case",
    "not_ours": "Not the council's business",
    "withdrawn": "The resident no longer needs it",
    "spam": "Abuse or spam",
}
CLOSE_OUTCOMES: Mapping[str, str] = {
    DONE: "Done",
    "advised": "Advice given",
    "raised": "Work ordered in another system",
    "referred": "Referred to another body",
    "refused": "Could not be granted",
    "nothing": "Nothing was done",
}

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
MERGED = "Your enquiry {reference} is now dealt with under {into}. You do not need to do anything."
LANDED = "Your enquiry {reference} goes on as {into}. We have added your message there."
CLOSED = "{name} has closed your enquiry {reference}. Write here if you need anything else."


def reason(code: str) -> str:
    """Why the case needs a person. Codes that nobody has put into words are read as they are."""
    if code.startswith(CRISIS):
        return f"Possible emergency: {_spaced(code.removeprefix(CRISIS))}"
    if code.startswith(LANGUAGE):
        return f"Did not write in English, but in {language_name(code.removeprefix(LANGUAGE))}"
    return REASONS.get(code) or _spaced(code).capitalize()


def _spaced(code: str) -> str:
    return code.replace("_", " ").replace("-", " ")
