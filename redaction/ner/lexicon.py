"""The spaCy component that knows words: a lemma for every token, and whether it is an ordinary word or a name.

Lemmas make Presidio's context words match in any form. The kind of word is kept in `tag_`, where the name
recogniser reads it as a feature.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from redaction.ner.ordinary_words import FUNCTION_WORDS, dictionary, is_ordinary, ordinary_words, words
from redaction.text.fold import without_accents
from redaction.text.near_words import NearWords

_SHORTEST_TYPO, _LONG = 5, 8  # letters

_IRREGULAR = {
    "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "me": "I", "rang": "ring", "lives": "live",
    "lived": "live", "living": "live", "moved": "move", "moving": "move", "bus": "bus", "this": "this",
    "address": "address",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """A dictionary-like form: lower case without the common endings; "phones" and "phone" are both "phone"."""
    lowered = word.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if lowered.endswith("'s"):
        return lowered[:-2]
    if lowered.endswith("ies") and len(lowered) > 4:
        return lowered[:-3] + "y"
    if lowered.endswith("es") and lowered[:-2].endswith(("ss", "sh", "ch", "x")):
        return lowered[:-2]
    if lowered.endswith("s") and len(lowered) > 3 and not lowered.endswith(("ss", "us", "is")):
        return lowered[:-1]
    for ending in ("ing", "ed"):
        stem = lowered.removesuffix(ending)
        if stem != lowered and len(stem) > 2:
            return stem if stem in ordinary_words() or stem + "e" not in ordinary_words() else stem + "e"
    return lowered


@cache
def _names() -> tuple[str, ...]:
    path = Path(__file__).with_name("names.txt")
    return tuple(path.read_text(encoding="utf-8").split()) if path.exists() else ()


@cache
def known_names() -> frozenset[str]:
    """The names that Faker knows, in lower case without accents."""
    return frozenset(_names())


@cache
def told_names() -> frozenset[str]:
    """Every second one. The recogniser is told of these alone, and so learns to do without a list."""
    return frozenset(_names()[::2])


# Family and given names of two letters, which the lists leave out because so many words are as short.
_SHORT_NAMES = words(
    "al an bo cy do du ed fu ge go gu ha he ho hu jo ka ke ko le li lo lu ly ma mo mu na ng ni pu qi qu ru si su ta tu "
    "ty vo vu wu xi xu ya ye yi yo yu zu"
)


def is_known_name(word: str) -> bool:
    """Whether a word is in a list of names, whatever else it may be."""
    plain = without_accents(word.lower()).strip(".'-").removesuffix("'s")
    return plain in known_names() or plain in _SHORT_NAMES


@lru_cache(maxsize=50_000)
def kind(word: str) -> str:
    """What a word is by itself: "function", "word", "name", "either", "new", or "other" when it is no word."""
    if not word[:1].isalpha():
        return "other"
    plain = without_accents(word.lower()).strip(".'-").removesuffix("'s")
    if plain in FUNCTION_WORDS:
        return "function"
    ordinary, name = plain in ordinary_words(), plain in told_names()
    if ordinary:
        return "either" if name else "word"
    return "name" if name else "new"


@lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """Whether a word in lower case belongs to the language or misspells an ordinary word of it, and is no known name.

    Two letters may be wrong in a long word, one in a shorter one, but not the first. People who type in a hurry write
    "asesment"; a model of names has never seen that, and takes it for one.
    """
    if is_ordinary(word):
        return True
    plain = without_accents(word.lower()).strip(".'-").removesuffix("'s")
    if "-" in plain:
        return all(map(is_common, plain.split("-")))
    if is_known_name(word):
        return False
    if plain in dictionary():
        return True
    if len(plain) < _SHORTEST_TYPO or not plain.isalpha():
        return False
    wrong = 2 if len(plain) >= _LONG else 1
    return _typed_words().nearest(plain, wrong) is not None


@cache
def _typed_words() -> NearWords:
    """Ordinary words that are long enough to be misspelt."""
    every = ordinary_words() | FUNCTION_WORDS
    return NearWords(word for word in every if len(word) >= _SHORTEST_TYPO - 1 and word.isalpha())


@Language.component("lexicon", assigns=["token.lemma", "token.tag"])
def lexicon(doc: Doc) -> Doc:
    """Sets `lemma_` and `tag_` on every token."""
    for token in doc:
        token.lemma_ = lemma(token.text)
        token.tag_ = kind(token.text)
    return doc
