"""A message in between: the form cannot read it. What it gets instead, before the question comes again."""

from __future__ import annotations

from bot.decide import Act, Answer, Clarify, Decision, NotOurs, OutOfScope, Unknown, WantsPerson
from bot.forms.reading.commands import Command, read_command
from bot.forms.reading.questions import asks

_CHAT = frozenset({"greet", "thanks", "goodbye", "bot_challenge", "abuse"})


def between(decision: Decision, text: str, service: str, pressed: bool) -> Decision | None:
    """What a message is dealt with as, in the middle of a form about `service`; None when it was a bad answer."""
    if read_command(text) is Command.PERSON:
        return WantsPerson("ask_person")
    match decision:
        case WantsPerson():
            return decision
        case Act(name):
            return decision if name in _CHAT else None
        case Answer(other):
            return decision if pressed or other != service or asks(text) else None
        case Clarify(services) if asks(text):
            return Answer(service if service in services else services[0])
        case OutOfScope() | NotOurs() | Unknown() if asks(text):
            return decision
    return None
