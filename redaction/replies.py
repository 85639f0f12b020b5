"""Whether a reply to a form's question is an answer at all."""

from __future__ import annotations

import regex

from redaction.text.number_words import ONES, any_of

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
# A correction of an earlier answer of a form, in words that are nobody's name: "no, the 15th", "change the date".
_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|week|weekend|morning|afternoon|evening"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_COUNT = rf"{any_of((*ONES, 'ten'))}|\d{{1,2}}(?:st|nd|rd|th)?"
_WORD = f"(?:on|the|in|at|a|of|next|this|after|before|{_DAY}|{_MONTH}|{_COUNT})"
# A month alone may be a name, and more than two numbers a telephone's: those stay hidden.
_WHEN = rf"(?=.{{0,120}}?\b(?:{_DAY}|{_COUNT})\b)(?!(?:\D*+\d++){{3}}){_WORD}(?:[ ,]++{_WORD}){{0,6}}"
_LEAD = "(?:(?:no|nope|sorry|oh|wait|actually|i meant?|make (?:it|that)|change (?:it|that) to)[ ,.!]++)++"
_PART = (
    "(?:full |first |last |phone |e-?mail |house |post |collection |drop-off |other |second )?"
    "(?:address|name|number|phone|e-?mail|date|day|time|slot|appointment|items?|things|place|location|photo|picture"
    "|details|answer|booking|postcode)"
)
_CORRECTIONS = "|".join(
    (
        f"{_LEAD}{_WHEN}(?: instead)?",
        f"{_WHEN} instead",
        f"(?:change|correct|edit|fix|amend) (?:the |my )?{_PART}(?: to {_WHEN})?",
        f"(?:the |my ){_PART} (?:is|was|are|were) wrong",
    )
)
_COMMAND = regex.compile(
    rf"(?:{_CORRECTIONS}|{_POLITE}(?:{_COMMANDS}|{_REFUSALS}|{_CORRECTIONS}))"
    r"(?: please| thanks| thank you| now| sorry| it)?[ .!?]*+",
    regex.IGNORECASE,
)
_QUESTION = regex.compile(
    r"(?:but |and |sorry |hang on |wait |um |er )?(?:why|what|what's|whats|how|who|where|when|which|do (?:you|i)|does"
    r"|is (?:it|this|that|my)|are you|can (?:i|you|we)|could (?:i|you)|should i|must i|will (?:you|it|this)|would|am i)"
    r"\b.{0,200}",
    regex.IGNORECASE | regex.DOTALL,
)
_QUESTION_WORDS = 4


def is_refusal(reply: str) -> bool:
    """Whether a reply is plainly a command, a refusal, a correction or a question back ("stop", "no, the 15th").

    Whatever is not, a form takes for the answer, and all of it is hidden.
    """
    text = " ".join(reply.replace("’", "'").split())
    if _COMMAND.fullmatch(text):
        return True
    long_enough = len(text.split()) >= _QUESTION_WORDS and not any(map(str.isdigit, text))
    return bool(_QUESTION.fullmatch(text)) and (text.endswith("?") or long_enough)
