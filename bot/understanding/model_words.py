"""How redacted text reads to the models: placeholders as plain words, no markup of Rasa's own."""

from __future__ import annotations

import re

from bot.understanding.as_read import as_read
from redaction.text.labels import label_table
from redaction.text.placeholders import expression, replace

_DETAIL = expression()

# How people introduce themselves. It says nothing of what they need, and would drown a short enquiry.
_INTRODUCTION = re.compile(
    r"(?i)(?:\b(?:my (?:full )?name(?: is|'s)|i am|i'm|im|this is|it's|i live (?:at|in|on)|"
    r"(?:you can )?(?:call|ring|phone|text|email|contact|reach) me(?: back)? (?:on|at)|"
    r"my (?:phone |mobile |email |e-mail )?(?:number|email|address|postcode|mobile|phone)(?: is|'s)|"
    r"(?:kind |best |many )?regards|yours (?:sincerely|faithfully))[,:]?\s+)"
    rf"{_DETAIL}(?:,|\.|\s+and\b)?\s*"
)

_DETAILS = rf"{_DETAIL}(?:[\s,;.]*{_DETAIL})*"
# Where an address is given whole, its postcode adds nothing; details set apart say who asks, and not what about.
_POSTCODE_OF_ADDRESS = re.compile(rf"({expression('ADDRESS')})[\s,.]*{expression('UK_POSTCODE')}")
_SET_APART = re.compile(rf"^\s*{_DETAILS}\s*[.,;\n]\s*|[,;.!?\n]\s*{_DETAILS}[\s.,;]*$")
_ENOUGH = 3  # words that must be left, or the details are all there is


def without_placeholders(text: str) -> str:
    """`text` with nothing where placeholders stood: what a search looks for."""
    return " ".join(replace(_INTRODUCTION.sub("", as_read(text)), lambda _: " ").split())


def as_words(text: str) -> str:
    """`text` with placeholders as words ("my address"), without a leading slash, which Rasa reads as a command."""
    text = as_read(text)
    about = _INTRODUCTION.sub("", _POSTCODE_OF_ADDRESS.sub(r"\1", text))
    alone = _SET_APART.sub("", about)
    about = alone if len(alone.split()) >= _ENOUGH else about
    words = replace(about or text, lambda found: label_table().for_model(found.label))
    return words.lstrip("/ \t\n").strip() or "?"
