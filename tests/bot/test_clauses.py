"""Where a message may be cut in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.clauses import MOST, SHORTEST, splits


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("My bin was missed. Also when is the tip open?", "My bin was missed.", "Also when is the tip open?"),
        ("collect an old bed and also what time is the tip open", "collect an old bed", "what time is the tip open"),
        ("I want to pay my rent and the tap is stuck", "I want to pay my rent", "the tap is stuck"),
        ("renew my books please, tell me your Sunday hours", "renew my books please", "tell me your Sunday hours"),
    ],
)
def test_a_message_is_cut_at_a_border(text: str, first: str, second: str) -> None:
    assert (first, second) in splits(text)


@pytest.mark.parametrize(
    ("text", "share", "ways"),
    [
        ("My bin was missed and when is the tip open?", 0.02, 1),
        ("My bin was missed. Also when is the tip open?", 0.02, 1),
        ("My bin was missed. When is the tip open?", 0.02, 0),
        ("My bin was missed. When is the tip open?", 0.06, 1),
        ("My bin was missed, when is the tip open?", 0.06, 0),
        ("My bin was missed and when is the tip open?", 0.001, 0),
    ],
)
def test_a_weak_border_is_tried_only_if_the_whole_speaks_for_two(text: str, share: float, ways: int) -> None:
    assert len(splits(text, share)) == ways


@pytest.mark.parametrize("text", ["my bin was not emptied", "cups and saucers", "yes, please", "", "Help. Now."])
def test_short_parts_are_no_needs(text: str) -> None:
    assert splits(text) == []


@given(st.text(alphabet="ab, .\nandlso", max_size=200))
def test_parts_are_of_some_length_and_few(text: str) -> None:
    ways = splits(text)
    assert len(ways) <= MOST
    assert all(len(part.split()) >= SHORTEST for way in ways for part in way)
