"""What a resident may say at every step: go back, change something, start again, stop, a person please."""

from __future__ import annotations

import re
from enum import StrEnum

_POLITE = (
    r"(?:(?:please|can (?:i|you|we)|could (?:i|you|we)|i want to|i'd like to|i would like to|let me|let's|just|"
    r"no|actually|"
    r"sorry|oh|hi|ok|okay|wait|hang on|well)[ ,]+)*"
)
_END = r"(?:[ ,]+(?:please|thanks|thank you|now|sorry))*[ .!?]*"
_IT = r"(?:it|this|that|everything|the form|the booking|my booking|the report|the whole thing)"


class Command(StrEnum):
    """Something that a resident wants done to the form itself: stop, go back, change, or get a person."""

    STOP = "stop"
    BACK = "back"
    AGAIN = "again"
    PERSON = "person"


_RESUME = re.compile(
    rf"{_POLITE}(?:i (?:do )?(?:want|need) to )?(?:(?:carry|go) on(?: after all)?|continue|keep going|resume|"
    rf"don't stop|i (?:didn't|did not) mean (?:to (?:stop|press) ?)?(?:that|it)?|"
    rf"(?:go )?back to {_IT})(?: with {_IT})?{_END}",
    re.IGNORECASE,
)
_SOMEBODY = r"person|human(?: being)?|someone(?: else)?|somebody|agent|advis[eo]r|operator|member of staff"
_SAID = {
    Command.STOP: (
        rf"stop(?: {_IT}| there)?|quit|exit|cancel(?: {_IT})?|abort|abandon {_IT}|never ?mind|forget (?:it|"
        rf"about it)|"
        r"leave it|give up|i(?:'ve| have)? changed my mind|don't bother|i don't want (?:to (?:book|"
        r"report)(?: it)?|this|it) "
        r"(?:any ?more|now)|end (?:it|this|"
        r"the form)"
    ),
    Command.BACK: (
        r"(?:go )?back(?: one| a (?:step|question)| to the (?:last|previous) (?:one|question))?|"
        r"previous(?: question)?|undo"
    ),
    Command.AGAIN: r"(?:start|begin)(?: {_IT})? (?:again|over|afresh)|restart|reset|from the (?:start|beginning|top)",
    Command.PERSON: (
        r"(?:(?:talk|speak|chat) (?:to|with) |connect me (?:to|with) |put me through to |transfer me to |"
        r"get me |give me |"
        rf"i need |i want |is there )(?:a |an |any|some|the )?(?:real |actual |live |human )?(?:{_SOMEBODY}|"
        rf"people|staff|one|body)"
        rf"(?: (?:there|here|i can (?:talk|speak) to))?|(?:a )?(?:real |actual |live |human )?(?:{_SOMEBODY})"
    ),
}
_COMMANDS = {command: re.compile(rf"{_POLITE}(?:{words}){_END}", re.IGNORECASE) for command, words in _SAID.items()}

_CHANGE = re.compile(
    rf"{_POLITE}(?:change|correct|edit|fix|amend|redo|alter)(?: of)? (?:the |my |"
    rf"that )?(?P<what>[\w -]{{2,40}}?)"
    rf"(?: to (?:the |be )?(?P<to>.+?))?{_END}|"
    rf"{_POLITE}(?:the |my )(?P<wrong>[\w -]{{2,40}}?) (?:is|was|are|were) wrong{_END}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:no+|nope|nah|sorry|oh|wait|hang on|actually|oops|i mean|i meant?|i said|make (?:it|that)|"
    r"change (?:it|that) to|it should (?:be|say)|should be|rather|instead)\b[,.!:; -]*)+"
    r"(?:(?:i |it'?s |on )(?:meant?|said|want(?:ed)?)? ?)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[, ]+(?:instead|rather|not \S+(?: \S+)?|please|sorry)[.! ]*$", re.IGNORECASE)


def read_command(text: str) -> Command | None:
    """The command that the whole message is; None when it is something else."""
    plain = " ".join(text.replace("’", "'").split())
    return next((command for command, pattern in _COMMANDS.items() if pattern.fullmatch(plain)), None)


def asks_to_resume(text: str) -> bool:
    """Whether the whole message takes up a form that was stopped: "actually, carry on"."""
    return bool(_RESUME.fullmatch(" ".join(text.replace("’", "'").split())))


def read_change(text: str) -> tuple[str, str] | None:
    """What is to change ("the address") and the new words for it, if there are any; None when nothing is named."""
    found = _CHANGE.fullmatch(" ".join(text.replace("’", "'").split()))
    return None if found is None else (found["what"] or found["wrong"], found["to"] or "")


def corrected(text: str) -> str | None:
    """The words that replace an answer ("no, the 15th" is "the 15th"); None when nothing is corrected."""
    plain = " ".join(text.replace("’", "'").split())
    found = _LEAD.match(plain)
    rest = _TAIL.sub("", plain[found.end() :] if found else plain).strip(" .,!")
    if found is None:
        return rest if re.search(r"\binstead[.! ]*$", plain, re.IGNORECASE) else None
    return rest or None
