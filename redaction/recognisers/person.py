"""Names of people, where the words around say that a name comes: "my name is", "under the name", "regards", "Mrs".

The trained pipeline finds names in any sentence (see `learned.py`); these rules hold where people announce them.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.ner.lexicon import is_common, is_known_name, kind
from redaction.ner.ordinary_words import FUNCTION_WORDS, dictionary, is_ordinary, words
from redaction.recognisers import name_cues
from redaction.recognisers.identifier import Identifier
from redaction.spoken import DIGITS

_BEFORE_SOMEBODY = ("for ", "dear ", "with ", "of ", "to ")
_BEFORE_SPEAKER = ("i am ", "i'm ", "im ", "this is ")
_FAMILY_NAMES_TOO = words("an do he so")
_TOKEN = regex.compile(r"\p{L}(?:[\p{L}\p{M}'’\-]{0,30}[\p{L}\p{M}])?")
_TWO_LETTERS = regex.compile(r"(?<!\w)\p{L}[ ]\p{L}(?!\w)")
_SPACE = regex.compile(r"[ ]{1,2}")
_MOST_WORDS = 4
_PARTICLES = words("de da di du del della der den van von bin ibn al el la le los las st san dos das ap o te ten")
_ENDS_NAME = (FUNCTION_WORDS - {"will", "may"}) | words(
    "party table booking reservation person people adults pm am speaking address postcode phone email "
    "mobile number dob born date surname name first last mr mrs ms miss dr street road lane avenue cancel "
    "booked names monday tuesday wednesday thursday friday saturday sunday thx cheers regards pal mate duck guys folks "
    "lads everyone"
)
_NO_NAME = words(
    "review obligation control construction investigation warranty threat protest law contract eighteen "
    "wrong right misspelled spelt different below above changed missing correct incorrect same not"
)
PLACES = words(
    "road street avenue close drive way crescent court gardens park square station school college library hotel "
    "restaurant church hospital council centre center museum airport house cinema theatre pub bar cafe bank "
    "estate village town city music songs radio playlist podcast film show food weather news time bus train area "
    "north south east west tandoori pizza hall surgery market pool club store shop guesthouse lodge inn "
    "university airways festival rd st ave lane terrace grove ward mews rise walk green hill bridge field fields "
    "playing arms primary academy infants society trust ltd limited plc cottage farm tavern line branch "
    "roundabout junction memorial day cup league act scheme"
)


class PersonName(Identifier):
    label = "PERSON"
    needs_digit = False
    shapes = (("glued title", name_cues.GLUED_TITLE, 0.6),)
    _ANNOUNCED_SCORE = 0.7

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        """Every announced name, with the title left outside."""
        spans = {*_after_cues(text), *_around_cues(text), *_spelled(text), *_all_of_it(text, nlp_artifacts)}
        announced = [self.result(start, end, self._ANNOUNCED_SCORE) for start, end in sorted(spans)]
        return announced + super().analyze(text, entities, nlp_artifacts, regex_flags)


def _after_cues(text: str) -> Iterator[tuple[int, int]]:
    for cue in name_cues.ANNOUNCED.finditer(text):
        yield from _name_at(text, cue.end(), sure=True)
    for cue in name_cues.INTRODUCED.finditer(text):
        yield from _name_at(text, cue.end(), sure=False)
    for cue in name_cues.TITLE.finditer(text):
        sure = cue.group().lower().startswith(name_cues.SURE_TITLES) or _is_capital_title(text, cue)
        yield from _name_at(text, cue.end(), sure=sure)


def _is_capital_title(text: str, cue: regex.Match[str]) -> bool:
    """ "Dr. Wells" and "Miss Green", but not "dr surgery" or "Miss Green" in a message all in capitals."""
    follows = _TOKEN.match(text, cue.end())
    return (
        cue.group().startswith(name_cues.CAPITAL_TITLES)
        and follows is not None
        and follows.group()[0].isupper()
        and follows.group().lower() not in PLACES
        and not text.isupper()
    )


def _around_cues(text: str) -> Iterator[tuple[int, int]]:
    """Names that end the message after a sign-off, or stand before "is my name", "here", "speaking"."""
    for pattern in (name_cues.SIGN_OFF, name_cues.SAID_AFTER):
        for match in pattern.finditer(text):
            yield from (
                found for found in _name_at(text, match.start("value"), sure=False) if found[1] >= match.end("value")
            )


def _name_at(text: str, start: int, *, sure: bool) -> Iterator[tuple[int, int]]:
    """The name that begins at `start`, if there is one: up to four words on one line."""
    tokens = _words_at(text, start, sure=sure, shouting=text.isupper())
    while len(tokens) > 1 and tokens[-1].group().lower() in _PARTICLES:
        tokens.pop()
    said = [token.group() for token in tokens]
    sure = sure or _is_whole_name(text, start, said)
    if said and (_is_sure_name(said) if sure else _is_likely_name(said, shouting=text.isupper())):
        end: int = tokens[-1].end()
        initial = len(said[-1]) == 1 and text[end : end + 1] == "."
        yield start, end + initial


def _is_whole_name(text: str, start: int, said: list[str]) -> bool:
    """After "booking for" or "dear" a given and a family name, though both are words ("grant golden")."""
    names = [word.lower() for word in said]
    if len(said) != 2 or any(not is_known_name(word) or word in PLACES for word in names):
        return False
    before = text[max(0, start - 9) : start].lower()
    return before.endswith(_BEFORE_SOMEBODY) or (before.endswith(_BEFORE_SPEAKER) and names[0] in name_cues.GIVEN)


def _words_at(text: str, start: int, *, sure: bool, shouting: bool) -> list[regex.Match[str]]:
    tokens: list[regex.Match[str]] = []
    at = start
    while len(tokens) < _MOST_WORDS and (token := _TOKEN.match(text, at)):
        word = token.group()
        capital_first = sure and not tokens and word.istitle()
        if word.lower() in _ENDS_NAME and not capital_first and not (sure and _opens_name(text, token, tokens)):
            break
        if tokens and not _continues(word, tokens[0].group(), sure=sure, shouting=shouting):
            break
        tokens.append(token)
        after = token.end() + (len(word) == 1 and text[token.end() : token.end() + 1] == ".")
        gap = _SPACE.match(text, after)
        if not gap:
            break
        at = gap.end()
    return tokens


def _opens_name(text: str, token: regex.Match[str], before: list[regex.Match[str]]) -> bool:
    """Whether a small word is a family name in front of a name: "my name is do thi lan"."""
    after = _TOKEN.match(text, token.end() + 1)
    small = not before and token.group().lower() in _FAMILY_NAMES_TOO
    return small and after is not None and is_known_name(after.group()) and not is_ordinary(after.group())


def _is_sure_name(said: list[str]) -> bool:
    """After "my name is" anything is a name but "my name is wrong"."""
    return len(said) > 1 or said[0].lower() not in _NO_NAME


def _is_likely_name(said: list[str], *, shouting: bool) -> bool:
    """Capitalised words with a strange one among them, or words that begin with one that is not ordinary."""
    if all(is_ordinary(word) or len(word) == 1 or (word.islower() and is_common(word)) for word in said):
        return False
    capitals = not shouting and all(word[0].isupper() for word in said[:2])
    doing = said[0].islower() and said[0].endswith("ing") and not is_known_name(said[0])
    return capitals or not (is_ordinary(said[0]) or doing)


def _continues(word: str, first: str, *, sure: bool, shouting: bool) -> bool:
    """Whether a word goes on with the name that `first` began."""
    if word.lower() in _PARTICLES or (word[0].isupper() and not shouting):
        return True
    return not is_ordinary(word) or (sure and not first[0].isupper() and len(word) > 2)


def _spelled(text: str) -> Iterator[tuple[int, int]]:
    """A name spelled out in letters ("j a n e s m i t h") or as "mike alpha romeo ...", without any digit."""
    for match in name_cues.SPELLED.finditer(text) if _TWO_LETTERS.search(text) else ():
        parts = match.group().split(" ")
        letters = [part for part in parts if len(part) == 1]
        telling = sum(part not in "aAiI" for part in letters)
        if DIGITS.keys() & {part.lower() for part in parts if len(part) > 1}:
            continue
        if len(parts) >= 4 and len(letters) * 2 >= len(parts) and telling >= 3:
            yield match.span()
    for match in name_cues.SPOKEN.finditer(text):
        yield match.span()


def _is_word(word: str) -> bool:
    """Whether a word in lower case is in the dictionary, name or not: "cheers pal"."""
    return word.islower() and word in dictionary()


def _all_of_it(text: str, artifacts: NlpArtifacts | None) -> Iterator[tuple[int, int]]:
    """A message of one to three words that is a name and nothing else."""
    reply = name_cues.BARE.fullmatch(text)
    if not reply:
        return
    said = reply["value"].split()
    if any(kind(word) == "function" for word in said) or (len(said) > 1 and said[-1].lower() in PLACES):
        return
    names = [word for word in said if is_known_name(word) and not is_ordinary(word) and not _is_word(word)]
    capitals = len(said) > 1 and all(word[0].isupper() for word in said) and not text.isupper()
    learned = any(span.label_ == "PERSON" for span in (artifacts.entities if artifacts else ()))
    strange = all(map(str.istitle, said)) and any(kind(word) == "new" for word in said)
    if names or (capitals and (learned or strange)):
        yield reply.span("value")
