"""Whether a message asks something, rather than answers."""

from __future__ import annotations

import re

_POLITE = r"(?:(?:but|and|sorry|hang on|wait|um|er|ok|okay|so|just|quick question|one question)[ ,:-]+)*"
_ASKS = re.compile(
    rf"{_POLITE}(?:how (?:much|long|do(?:es)?|often|soon|will|can|would|is|are|come)|why|who|whose|what(?!(?:'s|"
    rf" is)? next)|where|"
    r"which|when (?:do|does|will|is|are|can|would|should)|do (?:i|you|we|they)|does|did|is (?:it|this|that|"
    r"there|my)|"
    r"are (?:you|they|there|we)|can (?:i|you|we|they|my)|could (?:i|you|we)|should i|must i|will (?:you|it|this|"
    r"they|i)|"
    r"would (?:it|you|i)|am i|have you|tell me)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    rf"{_POLITE}(?:what about|how about|can (?:i|you|we)|could (?:i|you|we|it)|do you have|have you (?:got )?|is|are|"
    r"would|will|any)\b",
    re.IGNORECASE,
)
FEWEST = 3  # words, without a question mark


def asks(text: str) -> bool:
    """Whether `text` is a question."""
    plain = " ".join(text.replace("’", "'").split())
    return plain.endswith("?") or (bool(_ASKS.match(plain)) and len(plain.split()) >= FEWEST)


def suggests(text: str) -> bool:
    """Whether a question may be an answer all the same: "can you do Tuesday?", "what about the 3rd?"."""
    return bool(_OFFERS.match(" ".join(text.replace("’", "'").split())))


_WANTS = (
    r"(?:i(?:'d| would)? (?:want|need|like|wish|have) to|i(?:'m| am) (?:trying|looking|wanting|here) to|can i|"
    r"could i|may i|"
    r"please|help me(?: to)?|let me|can you|could you|i'll|want to|need to|like to|to)"
)
_BOOK = re.compile(
    rf"(?:^|\b{_WANTS} )(?:please )?(?:book|arrange|schedule|make|set up|register|order|reserve|request|report|log|"
    r"tell you about|let you know about|notify you (?:of|about))\b",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\b(?:how (?:do|can|does|would|much|long)|what|when|where|why|do i need|is it possible)\b", re.IGNORECASE
)


def asks_to_begin(text: str) -> bool:
    """Whether `text` asks to book or report something now, and not how that is done."""
    plain = " ".join(text.replace("’", "'").split())
    return bool(_BOOK.search(plain)) and not _HOW.search(plain)


_WHY = re.compile(
    r"(?:but |and |er |um )?(?:why|what|how come)\b.{0,12}\b(?:do|are|would|must|should|have)\b.{0,20}\b(?:need|"
    r"want|ask|know|"
    r"tell|give|say|it|that|this)\w*\b(?: (?:it|that|this|to know|my \w+|for|from me|you))*[?.! ]*",
    re.IGNORECASE,
)


def asks_why(text: str) -> bool:
    """Whether `text` asks what an answer is needed for: "why do you need that?"."""
    plain = " ".join(text.replace("’", "'").split())
    return plain.lower().strip(" ?.!") in ("why", "what for") or bool(_WHY.fullmatch(plain) and " you" in plain.lower())
