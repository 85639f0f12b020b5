"""Names without any announcement: two capitalised names together, and the others of a list of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.ner.lexicon import is_known_name
from redaction.ner.ordinary_words import FUNCTION_WORDS, is_ordinary, words
from redaction.recognisers.name_cues import GIVEN
from redaction.recognisers.person import PLACES

_CAPITAL = r"\p{Lu}\p{Ll}[\p{L}'’\-]{1,24}"
_PAIR = regex.compile(rf"(?<![\p{{L}}\p{{N}}'’\-])(?P<first>{_CAPITAL})[ ](?P<last>{_CAPITAL})")
_JOINED_BEFORE = regex.compile(rf"(?<![\p{{L}}'’\-])(?P<value>{_CAPITAL})(?:[ ]and[ ]|[ ]&[ ]|,[ ])$")
_JOINED_AFTER = regex.compile(rf"(?:[ ]and[ ]|[ ]&[ ]|,[ ](?:and[ ])?)(?P<value>{_CAPITAL})(?![\p{{L}}'’\-])")
_SPOKEN_TO = regex.compile(
    rf"\b(?:says|said|asked|told|replied|(?:shouted|smiled|nodded)[ ]at)[ ]"
    rf"(?P<value>{_CAPITAL})(?![\p{{L}}'’\-]|[ ]\p{{Lu}})"
    rf"|(?<=\p{{Ll}},[ ])(?P<value>{_CAPITAL})(?=!)"
)
_NEXT_WORD = regex.compile(r"[ ]?(?:['’]s[ ])?(?P<word>\p{L}[\p{L}'’\-]{1,24})")
_WORD_BEFORE = regex.compile(r"(?P<word>\p{L}[\p{L}.'’\-]{0,24})[ ]$")
_REACH = 32

_NEVER = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march july august september october "
    "november december england scotland wales ireland britain kingdom green black blue brown white-van saint lord lady "
    "king queen prince princess duke north south east west new old great little upper lower city council tax bin day "
    "london paris leeds york wells lincoln derby chester durham bath kent essex surrey norfolk devon "
    "bank holiday fair fayre bush tree garden gardens bed hedge primary academy infant junior christmas easter"
)


class FullName(LocalRecognizer):
    """Capitalised pairs with a known given name, and what stands in a list with a name that the pipeline found."""

    SCORE = 0.5

    def __init__(self) -> None:
        super().__init__(supported_entities=["PERSON"], name="FullName")

    def load(self) -> None:
        """Loads nothing: the lists of names are read when they are first used."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Nothing in messages without any small letter: there a capital says nothing."""
        if text.isupper() or text.islower():
            return []
        named = [span for span in (nlp_artifacts.entities if nlp_artifacts else ()) if span.label_ == "PERSON"]
        found = {*_pairs(text), *_spoken_to(text), *_listed(text, [(span.start_char, span.end_char) for span in named])}
        return [RecognizerResult("PERSON", start, end, self.SCORE) for start, end in sorted(found)]


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    for match in _PAIR.finditer(text, overlapped=True):
        first, last = match["first"].lower(), match["last"].lower().removesuffix("'s").removesuffix("’s")
        if {first, last} & (_NEVER | PLACES) or last in FUNCTION_WORDS or _names_a_place(text, match):
            continue
        cut = len(match["last"]) - len(last)
        asks = first in FUNCTION_WORDS and _opens(text, match.start()) and not cut  # "Will Young be there?"
        if _is_given(first) and _is_family(last, first) and not asks:
            yield match.start(), match.end("last") - cut


def _spoken_to(text: str) -> Iterator[tuple[int, int]]:
    """One capitalised name after "says" or before an exclamation mark: "never mind, Todd!"."""
    for match in _SPOKEN_TO.finditer(text):
        word = match["value"].lower()
        if is_known_name(word) and word not in FUNCTION_WORDS | _NEVER | PLACES:
            yield match.span("value")


def _is_given(word: str) -> bool:
    return word in GIVEN or (is_known_name(word) and not is_ordinary(word))


def _is_family(word: str, first: str) -> bool:
    """Any known name; after a given name that is no word, also a word on no list."""
    return is_known_name(word) or (first not in GIVEN and not is_ordinary(word))


def _names_a_place(text: str, match: regex.Match[str]) -> bool:
    """Whether more follows or goes before that makes a place or an organisation of it ("Nelson Mandela Avenue")."""
    after = _NEXT_WORD.match(text, match.end())
    before = _WORD_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
    place_after = after is not None and after["word"].lower() in PLACES | _NEVER
    return place_after or (before is not None and before["word"].lower().rstrip(".") in ("the", "st", "saint"))


def _opens(text: str, at: int) -> bool:
    return not text[:at].strip() or text[max(0, at - 3) : at].rstrip(" ").endswith((".", "!", "?", "\n", ":", ">"))


def _listed(text: str, named: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Capitalised single words beside "and" or a comma that lead on to or from a name."""
    for start, end in named:
        if not text[start].isupper():
            continue
        at = end
        while found := _JOINED_AFTER.match(text, at):
            if not _may_be_listed(text, found):
                break
            yield found.span("value")
            at = found.end()
        at = start
        while found := _JOINED_BEFORE.search(text, max(0, at - _REACH), at):
            if not _may_be_listed(text, found):
                break
            yield found.span("value")
            at = found.start()


def _may_be_listed(text: str, found: regex.Match[str]) -> bool:
    word = found["value"].lower()
    after = _NEXT_WORD.match(text, found.end("value"))
    in_place = after is not None and (after["word"].lower() in PLACES or after["word"][0].isupper())
    return is_known_name(word) and word not in FUNCTION_WORDS | _NEVER | PLACES and not in_place
