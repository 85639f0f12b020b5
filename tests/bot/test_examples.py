"""How the training examples are looked over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import FEWEST, Example, faults, look_over, read_examples
from bot.training.train import DATA


class Letters:
    """Encodes a text by which letters it has: enough to tell like from unlike."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([[text.lower().count(chr(97 + n)) for n in range(26)] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


BINS = [Example("missed_bin", f"{chr(97 + n)}{chr(98 + n)}" * 3) for n in range(FEWEST - 1)]


def test_an_intent_with_few_examples_is_thin() -> None:
    assert look_over(BINS, [], Letters())["thin"] == ["missed_bin"]


def test_the_same_words_twice_and_under_two_intents_are_told() -> None:
    told = look_over([*BINS, Example("missed_bin", "Zoo zoo!"), Example("missed_bin", "zoo zoo")], [], Letters())
    assert [pair["texts"] for pair in told["repeated"]] == [["Zoo zoo!", "zoo zoo"]]
    torn = look_over([*BINS, Example("litter", "zoo zoo"), Example("missed_bin", "ZOO ZOO")], [], Letters())["torn"]
    assert [pair["intents"] for pair in torn] == [["litter", "missed_bin"]]


def test_what_a_golden_set_holds_is_a_leak_unless_everybody_says_it() -> None:
    said = [Example("thanks", "thank you"), Example("new_bin", "my lid has come off again")]
    report = look_over([*BINS, *said], ["My lid has come off again.", "thank you"], Letters())
    assert report["leaked"] == ["my lid has come off again"]
    assert faults(report) > 0


def test_our_own_examples_are_enough_for_each_intent_and_never_said_twice() -> None:
    report = look_over(read_examples(DATA / "nlu"), [], Letters())
    assert report["thin"] == []
    assert [pair for pair in report["repeated"] if pair["cosine"] == 1.0 and len(set(pair["texts"])) == 1] == []
