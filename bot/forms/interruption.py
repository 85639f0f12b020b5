"""A message in between: the form cannot read it. What it gets instead, before the question comes again."""

from __future__ import annotations

import re

from bot.forms.reading.commands import Command, read_command
from bot.forms.reading.personal import is_all_hidden, refuses
from bot.forms.reading.questions import asks
from bot.understanding.decide import (
    Act,
    Answer,
    Clarify,
    Decision,
    NoCouncilBusiness,
    OtherBodysBusiness,
    Unknown,
    WantsPerson,
)

_CHAT = frozenset({"greet", "thanks", "goodbye", "bot_challenge", "abuse"})


_NONE = re.compile(
    r"(?:no,? )?(?:none|neither|not any|nothing)(?: of (?:these|those|them|that))?(?: (?:suits?|works?|fits?|"
    r"are any good)"
    r"(?: me)?)?[.! ]*|(?:something|another|a different) (?:else|one|day|time|date)[.! ]*",
    re.IGNORECASE,
)


def decide_interruption(decision: Decision, text: str, service: str, *, sure: bool, pressed: bool) -> Decision | None:
    """The decision on a message that the form about `service` could not read; None when it was a bad answer.

    A question is about the form's own service, unless it is `sure` to be about another.
    """
    if read_command(text) is Command.PERSON:
        return WantsPerson("ask_person")
    if _NONE.fullmatch(text.strip()) or refuses(text) or is_all_hidden(text):
        return None
    match decision:
        case WantsPerson():
            return decision
        case Act(name):
            return decision if name in _CHAT else None
        case Answer(other) if pressed or (sure and other != service):
            return decision
        case Answer() | Clarify() if asks(text):
            return Answer(service)
        case OtherBodysBusiness() | NoCouncilBusiness() | Unknown() if asks(text):
            return decision
    return None
