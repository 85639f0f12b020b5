"""Danger told in other languages: logistic regression on the letters that words are made of.

`make understanding` fits it on phrases in Welsh and the languages of bot/reception/languages.yml, by several hands;
English teaches it to be calm, because the other head reads English. Their shortest cries count for certain. It needs no
encoder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.crisis.alarm_head import Chances, chances
from redaction.text.fold import without_accents

READER = Path(__file__).with_name("foreign_reader.npz")
LONGEST = 1000  # characters read of a message
SIZES = (2, 5)  # letters in a piece of a word
_WORD = re.compile(r"[\w']+")
_JOINED = re.compile("[\u4e00-\u9fff]")  # Chinese has no spaces between words


class ForeignReader:
    """Reads texts by their letters.

    `weights` has shape (kinds, pieces), `bias` (kinds,); `cries` are a few words that say it all, with their kind.
    """

    def __init__(
        self,
        pieces: TfidfVectorizer,
        kinds: NDArray[np.str_],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        cries: Mapping[str, str],
    ) -> None:
        self._pieces, self._kinds, self._weights, self._bias = pieces, kinds, weights, bias
        self._cries = {cry if _JOINED.match(cry) else f" {cry} ": kind for cry, kind in cries.items()}

    @classmethod
    def load(cls, file: Path = READER) -> ForeignReader:
        """The reader that was fitted last. Raises OSError if there is none."""
        with np.load(file, allow_pickle=False) as kept:
            pieces = vectoriser(vocabulary=str(kept["pieces"]).split("\n"))
            pieces.idf_ = kept["rarity"].astype(np.float32)
            cries = dict(line.split("\t") for line in str(kept["cries"]).split("\n"))
            return cls(pieces, kept["kinds"], kept["weights"].astype(np.float32), kept["bias"], cries)

    def read(self, raw: str) -> Chances:
        """The chances of one text; English is calm."""
        words = plain_words(raw[:LONGEST])
        cried = next((kind for cry, kind in self._cries.items() if cry in f" {words} "), None)
        if cried is not None:
            return Chances({cried: 1.0}, {})
        found = self._pieces.transform([words])
        scores = np.asarray(found @ self._weights.T)[0] + self._bias
        return chances(self._kinds, softmax(scores))


def vectoriser(**settings: object) -> TfidfVectorizer:
    """Weighs the pieces of words, rare ones more (TF-IDF)."""
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=SIZES, sublinear_tf=True, lowercase=False, dtype=np.float32, **settings
    )


def plain_words(text: str) -> str:
    """The words of a text in small letters without accents, between single spaces."""
    return " ".join(_WORD.findall(without_accents(text.lower())))
