"""Whether a reply to a form's question is an answer at all."""

from __future__ import annotations

import regex

_POLITE = (
    "(?:(?:please|can (?:i|you)|could (?:i|you)|i want to|i'd like to|i would like to|let me|just|no|actually|sorry|hi|"
    "ok|okay)[ ,]++)*+"
)
_PERSON = "(?:person|human|someone|somebody|body|agent|adviser|advisor|operator|member of staff|people|council)"
_COMMANDS = "|".join(
    (
        "stop|quit|exit|end|restart|start (?:again|over)|reset|go back|back|previous|next|help|menu|main menu",
        "cancel(?: (?:it|this|that|everything|the form|my booking))?",
        "skip(?: (?:it|this|that|this one|this question))?",
        "(?:talk|speak|chat|connect me|put me through|transfer me) (?:to|with) (?:a |an |some|the |any)?"
        f"(?:real |actual |live )?(?:{_PERSON}|one)",
        f"(?:a )?(?:real |live )?{_PERSON}|someone else",
        "never ?mind|forget it|no|thanks|thank you|nope|nah|no way|none|yes|yeah|yep|ok|okay|sorry|hi|hello|please",
    )
)
_REFUSALS = "|".join(
    (
        "(?:i )?(?:don'?t|do not) (?:know|remember|wish to(?: say)?|have (?:one|an? \\w{1,20}|any)"
        "|want to(?: say| tell you| give (?:it|that|you that|my \\w{1,20}))?)",
        "(?:i'?d |i would )?(?:rather|prefer) not(?: to)?(?: say| tell you| give (?:it|that))?",
        "(?:i'?m )?not (?:sure|telling you|saying|giving (?:it|that|you that))",
        "none of your business|prefer not to say",
    )
)
_COMMAND = regex.compile(
    rf"{_POLITE}(?:{_COMMANDS}|{_REFUSALS})(?: please| thanks| thank you| now| sorry| it)?[ .!?]*+", regex.IGNORECASE
)
_QUESTION = regex.compile(
    r"(?:but |and |sorry |hang on |wait |um |er )?(?:why|what|what's|whats|how|who|where|when|which|do (?:you|i)|does"
    r"|is (?:it|this|that|my)|are you|can (?:i|you|we)|could (?:i|you)|should i|must i|will (?:you|it|this)|would|am i)"
    r"\b.{0,200}",
    regex.IGNORECASE | regex.DOTALL,
)
_QUESTION_WORDS = 4


def is_refusal(reply: str) -> bool:
    """Whether a reply is plainly a command, a refusal or a question back ("stop", "why do you need that?")."""
    text = " ".join(reply.replace("’", "'").split())
    if _COMMAND.fullmatch(text):
        return True
    long_enough = len(text.split()) >= _QUESTION_WORDS and not any(map(str.isdigit, text))
    return bool(_QUESTION.fullmatch(text)) and (text.endswith("?") or long_enough)
