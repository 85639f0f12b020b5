"""The desk in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from api.casework.wording import WORDING
from bot.reception.languages import language_name

LANGUAGE = "language:"
CLOCKS: Mapping[str, str] = WORDING.section("clocks")
CONTACT: Mapping[str, str] = WORDING.section("contact_fields")


def skill_words(skill: str) -> str:
    """A skill in words: `language:pl` as `Polish`."""
    if skill.startswith(LANGUAGE):
        return language_name(skill.removeprefix(LANGUAGE))
    return skill.capitalize()
