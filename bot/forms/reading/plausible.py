"""Whether a reply in clear can be what a personal question asks for. It is read in memory, and nothing of it is kept.

Redaction hides the whole reply to such a question, so nothing else of the form can see that "just empty my bin" is no
address. This looks at the shape alone, and lets through whatever may be right: the office has the last word.
"""

from __future__ import annotations

import re

from bot.forms.form import FieldKind
from bot.forms.reading.numbers import NUMBER
from redaction.text import postcode
from redaction.text.number_words import NOUGHTS, REPEATS, any_of

FEWEST_DIGITS = 6  # of a phone number
LONGEST_NAME = 8  # words
SHORTEST_REFERENCE = postcode.LONGEST + 1  # letters and digits

_INTRODUCTION = re.compile(
    r"(?:(?:no|yes|yeah|ok|okay|sorry|actually|hi|hello)[, ]+)*(?:(?:my|the|our|full|first|his|her) )*"
    r"(?:names?(?:'s| is)|it's|its|it is|i'm|im|i am|this is|that's|call me|"
    r"put(?: it)? (?:down )?(?:as|under|in the name of)|under)[,: ]+",
    re.IGNORECASE,
)
# Words that are in nobody's name, and numbers.
_SAYING = re.compile(
    r"\b(?:i|you|your|my|me|we|it|this|that|these|is|are|was|isn't|don't|dont|not|just|only|want|need|please|what|why|how|"
    r"the|have|got|can|can't|cant|said|already|told|wait|please|idea|dunno|idk|whatever|hmm+|err*|umm*|ffs|wtf)\b|"
    rf"(?<![\w'-])(?:{NUMBER})(?![\w'-])|\d|@",
    re.IGNORECASE,
)
_AT = re.compile(r"@|\bat\b", re.IGNORECASE)
_PLAIN = str.maketrans({"’": "'"})


def plausible(kind: FieldKind, clear: str) -> bool:
    """Whether `clear` can be an answer of this kind."""
    said = " ".join(clear.translate(_PLAIN).split())
    match kind:
        case FieldKind.NAME:
            return _is_a_name(_INTRODUCTION.sub("", said, count=1))
        case FieldKind.REFERENCE:
            return sum(map(str.isalnum, said)) >= SHORTEST_REFERENCE
        case FieldKind.ADDRESS | FieldKind.POSTCODE:
            return any(map(str.isdigit, said)) or re.search(rf"\b{NUMBER}\b", said, re.IGNORECASE) is not None
        case FieldKind.PHONE:
            return _digits(said) >= FEWEST_DIGITS
        case FieldKind.EMAIL:
            return _AT.search(said) is not None
    return True


def _is_a_name(said: str) -> bool:
    short = len(said.split()) <= LONGEST_NAME
    return short and any(map(str.isalpha, said)) and not said.endswith("?") and _SAYING.search(said) is None


def _digits(said: str) -> int:
    """How many digits are said, in figures or in words ("oh seven seven double four")."""
    spoken = re.findall(rf"(?<!\w)(?:{NUMBER}|{any_of((*NOUGHTS, *REPEATS))})(?!\w)", said, re.IGNORECASE)
    return sum(map(str.isdigit, said)) + sum(not each.isdecimal() for each in spoken)
