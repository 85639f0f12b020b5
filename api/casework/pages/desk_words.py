"""The desk in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reception.languages import language_name

LANGUAGE = "language:"
CLOCKS: Mapping[str, str] = {"first": "First answer", "next": "Next answer", "resolution": "End of the case"}
CONTACT: Mapping[str, str] = {"name": "Name", "phone": "Phone", "email": "Email", "when": "When it suits"}
DONE: Mapping[str, str] = {
    "accepted": "The case is yours. The assistant is silent until you hand it back or close it.",
    "declined": "The case went back to the queue, for somebody else.",
    "returned": "The case is back in the team's queue. The resident waits for somebody else.",
    "passed": "The case was passed on.",
    "snoozed": "The case is put off. A message from the resident brings it back at once.",
    "woken": "The case is back in the list.",
    "tagged": "The tags were saved.",
    "noted": "The note was saved. The resident cannot see it.",
    "linked": "The cases are linked.",
    "merged": "The case was closed as a duplicate. Its resident was told.",
    "rung": "You have acknowledged the urgent case. It no longer rings.",
    "available": "You take new cases now.",
    "away": "You are dealt no new cases. Those that you have stay yours.",
    "none": "No case waits for you now.",
    "person": "The changes were saved.",
}


def skill_words(skill: str) -> str:
    """A skill in words: `language:pl` as `Polish`."""
    if skill.startswith(LANGUAGE):
        return language_name(skill.removeprefix(LANGUAGE))
    return skill.capitalize()
