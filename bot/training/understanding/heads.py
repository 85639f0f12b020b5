"""Fits what reads for danger: the head on the encoder's vectors, and the reader of other languages' letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.crisis.alarm_head import HEAD
from bot.crisis.config import KINDS
from bot.crisis.foreign import READER, plain_words, vectoriser
from bot.ports import Encodes
from bot.training.understanding.voices import CALM, VOICES, Lesson, lesson_of, read_jsonl

SCALE = 5.0  # a unit vector times this, so that the ridge weighs as it does for other features
RIDGE = 1.0  # inverse strength of the ridge
PIECES, FOREIGN_RIDGE = 40_000, 10.0
SHORTEST_CRY, MOST_WORDS = 9, 5  # Latin letters; words
ENGLISH = 3_000  # English messages that teach the reader of other languages to be calm


def fit_alarm_head(encoder: Encodes, lessons: Sequence[Lesson], file: Path = HEAD) -> None:
    """Multinomial logistic regression of `alarm` on the vectors, kept in `file`."""
    telling = [each for each in lessons if each.alarm is not None]
    vectors = encoder.encode([each.text for each in telling])
    fitted = LogisticRegression(C=RIDGE, max_iter=400).fit(vectors * SCALE, [each.alarm for each in telling])
    weights, bias = (fitted.coef_ * SCALE).astype(np.float32), fitted.intercept_.astype(np.float32)
    np.savez(file, kinds=np.array(fitted.classes_, dtype=str), weights=weights, bias=bias)


def fit_foreign_reader(english: Sequence[Lesson], file: Path = READER, folder: Path = VOICES / "foreign") -> None:
    """Multinomial logistic regression of `alarm` on the letters of messages in other languages, kept in `file`."""
    rows = [(row, each.stem) for each in sorted(folder.glob("*.jsonl")) for row in read_jsonl(each)]
    told = [lesson for row, author in rows if (lesson := lesson_of(row, author))]
    some = english[:: max(1, len(english) // ENGLISH)]
    pieces = vectoriser(max_features=PIECES, min_df=2)
    seen = pieces.fit_transform([plain_words(each.text) for each in (*told, *some)])
    fitted = LogisticRegression(C=FOREIGN_RIDGE, max_iter=300).fit(
        seen, [*(each.alarm for each in told), *(CALM for _ in some)]
    )
    cries = {words: each.alarm for each in told if (words := plain_words(each.text)) and is_cry(each.alarm, words)}
    np.savez_compressed(
        file,
        cries=np.array("\n".join(f"{words}\t{kind}" for words, kind in cries.items())),
        pieces=np.array("\n".join(pieces.get_feature_names_out())),
        rarity=pieces.idf_.astype(np.float32),
        kinds=np.array(fitted.classes_, dtype=str),
        weights=fitted.coef_.astype(np.float16),
        bias=fitted.intercept_.astype(np.float32),
    )


def is_cry(alarm: str | None, words: str) -> bool:
    """Whether a phrase is so short that it can hardly mean anything else: at most five words of danger."""
    return alarm in KINDS and (len(words) >= SHORTEST_CRY or not words.isascii()) and len(words.split()) <= MOST_WORDS
