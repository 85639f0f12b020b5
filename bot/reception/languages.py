"""Which language a resident writes in, and what is said to those who do not write in English.

The crisis gate does not wait for this and knows English only; see docs/decisions/0014-languages.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

from bot.wording import say
from redaction.text.fold import folded
from redaction.text.placeholders import replace

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGES = Path(__file__).with_name("languages.yml")
ENGLISH, WELSH = "en", "cy"
FEWEST = 3  # words in letters like English ones; fewer are too little to go by

_WORD = re.compile(r"[^\W\d_]+")
_LATIN_END = "\u024f"


class Language(BaseModel):
    """A language with its English name, and what is said in it. `text` holds {council} and {reference}."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str


@cache
def load_languages(path: Path = LANGUAGES) -> dict[str, Language]:
    """Languages by ISO 639-1 code; Welsh is not among them, because it has replies of its own."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: Language.model_validate(each) for code, each in raw.items()}


def language_name(code: str) -> str:
    """The English name of a language: "Welsh" for `cy`."""
    known = load_languages().get(code)
    return say("languages.welsh") if code == WELSH else known.name if known else code


class Languages:
    """Recognises languages by lingua's model of letters, and by the words that the council itself uses.

    Typing in a hurry looks foreign to any model of letters ("cncl tax pymt"), so a message is only taken for another
    language when few of its words are in `vocabulary`. The constructor is cheap; `warm_up` loads.
    """

    def __init__(self, codes: Iterable[str], vocabulary: Iterable[str], english: float, known: float) -> None:
        self._codes = {ENGLISH, WELSH, *codes}
        self._vocabulary = frozenset(_words(" ".join(vocabulary)))
        self._english, self._known = english, known

    def warm_up(self) -> None:
        """Load the models: about 30 MB."""
        self.recognise("hello, is anybody there")

    def recognise(self, text: str) -> str | None:
        """The code of the language that redacted `text` is in; None for English, and for too little to tell."""
        plain = replace(folded(text), lambda _: " ")
        words = _words(plain)
        if not words or (len(words) < FEWEST and words[0][0] <= _LATIN_END):
            return None
        if sum(word in self._vocabulary for word in words) >= self._known * len(words):
            return None
        values = self._detector.compute_language_confidence_values(plain)
        found = {each.language.iso_code_639_1.name.lower(): each.value for each in values}
        best = max(found, key=lambda code: found[code])
        return best if best != ENGLISH and found.get(ENGLISH, 0.0) < self._english and found[best] > 0.5 else None

    @cached_property
    def _detector(self) -> LanguageDetector:
        from lingua import Language as Known
        from lingua import LanguageDetectorBuilder

        known = [each for each in Known.all() if each.iso_code_639_1.name.lower() in self._codes]
        return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if len(word) > 1 or word > _LATIN_END]
