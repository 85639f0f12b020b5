"""Whether a reply to a form's question is an answer at all."""

from __future__ import annotations

import regex

_COMMAND = regex.compile(
    r"(?:(?:please|can (?:i|you)|could (?:i|you)|i want to|i'd like to|i would like to|let me|just|no|actually|sorry|hi|ok|okay)[ ,]++)*+"
    r"(?:stop|cancel(?: (?:it|this|that|everything|the form|my booking))?|quit|exit|end|restart|start (?:again|over)|reset|"
    r"go back|back|previous|undo|skip(?: (?:it|this|that|this one|this question))?|next|help|menu|main menu|"
    r"(?:talk|speak|chat|connect me|put me through|transfer me) (?:to|with) (?:a |an |some|the |any)?(?:real |actual |live )?"
    r"(?:person|human|someone|somebody|one|body|agent|adviser|advisor|operator|member of staff|people|council)|"
    r"(?:real |live )?(?:person|human|agent|adviser|advisor)|someone else|"
    r"never ?mind|forget it|no|thanks|thank you|nope|nah|no way|none|yes|yeah|yep|"
    r"(?:i )?(?:don'?t|do not) (?:know|want to(?: say| tell you| give (?:it|that|you that|my \w+))?|have (?:one|an? \w+|any)|remember|wish to(?: say)?)|"
    r"(?:i'?d |i would )?(?:rather|prefer) not(?: to)?(?: say| tell you| give (?:it|that))?|(?:i'?m )?not (?:sure|telling you|saying|giving (?:it|that|you that))|"
    r"none of your business|prefer not to say)"
    r"(?: please| thanks| thank you| now| sorry| it)?[ .!?]*",
    regex.IGNORECASE,
)
_QUESTION = regex.compile(
    r"(?:but |and |sorry |hang on |wait |um |er )?(?:why|what|what's|whats|how|who|where|when|which|do (?:you|i)|does|is (?:it|this|that|my)|are you|can (?:i|you|we)|"
    r"could (?:i|you)|should i|must i|will (?:you|it|this)|would|am i)\b.{0,200}",
    regex.IGNORECASE | regex.DOTALL,
)


def is_refusal(reply: str) -> bool:
    """Whether a reply is plainly a command, a refusal or a question back ("stop", "why do you need that?")."""
    text = " ".join(reply.replace("’", "'").split())
    if _COMMAND.fullmatch(text):
        return True
    return bool(_QUESTION.fullmatch(text)) and (
        text.endswith("?") or (len(text.split()) >= 4 and not any(map(str.isdigit, text)))
    )
