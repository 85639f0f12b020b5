"""Vectors of fixed texts are encoded once and never mixed up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.kept_vectors import KeptVectors


class CountingEncoder:
    """Encodes a text as its length, and counts how often it was asked."""

    def __init__(self, digest: str = "one") -> None:
        self.digest, self.asked = digest, 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        return np.array([[len(text)] for text in texts], dtype=np.float32)


def test_the_same_texts_are_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first = KeptVectors(encoder, tmp_path).encode(["a", "bb"])
    again = KeptVectors(encoder, tmp_path).encode(["a", "bb"])
    assert encoder.asked == 1
    assert first.tolist() == again.tolist() == [[1.0], [2.0]]


def test_other_texts_and_other_encoders_are_not_mistaken(tmp_path: Path) -> None:
    one, other = CountingEncoder(), CountingEncoder("other")
    KeptVectors(one, tmp_path).encode(["ab"])
    assert KeptVectors(one, tmp_path).encode(["a", "b"]).shape == (2, 1)
    KeptVectors(other, tmp_path).encode(["ab"])
    assert (one.asked, other.asked) == (2, 1)


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    KeptVectors(encoder, tmp_path).encode(["abc"])
    for file in tmp_path.iterdir():
        file.write_bytes(b"not an array")
    assert KeptVectors(encoder, tmp_path).encode(["abc"]).tolist() == [[3.0]]
    assert encoder.asked == 2
