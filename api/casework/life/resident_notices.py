"""The sentence that a resident reads when something happens to their case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from api.casework.life.case_rules import Notice
from api.casework.wording import say


def sentence(notice: Notice, reference: str, said: Mapping[str, str]) -> str:
    """A notice about the case with this reference. `said` has the names that the sentence fills in; else KeyError."""
    match notice:
        case Notice.JOINED:
            return say("residents.joined", name=said["name"], team=said["team"])
        case Notice.HANDED_BACK:
            return say("residents.handed_back", name=said["name"], reference=reference)
        case Notice.RETURNED:
            return say("residents.returned", name=said["name"], reference=reference)
        case Notice.PASSED_ON:
            return say("residents.passed_on", name=said["name"], team=said["team"], reference=reference)
        case Notice.PASSED_TO:
            return say("residents.passed_to", name=said["name"], to=said["to"], team=said["team"], reference=reference)
        case Notice.HOLDER_LEFT:
            return say("residents.holder_left", reference=reference)
        case Notice.ESCALATED:
            return say("residents.escalated", reference=reference)
        case Notice.CLOSED:
            return say("residents.closed", name=said["name"], reference=reference)
        case Notice.MERGED:
            return say("residents.merged", into=said["into"], reference=reference)
        case Notice.REOPENED:
            return say("residents.reopened", name=said["name"], reference=reference)
        case _:
            assert_never(notice)
