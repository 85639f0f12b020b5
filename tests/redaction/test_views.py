"""The views of a message that redaction searches, and the way back to the characters of the message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.views import as_read, despell

DESPELLED = [
    ("n w 1 4 d q", "NW14DQ"),
    ("november whiskey one four delta quebec", "NW14DQ"),
    ("n for november w 1 4 d q", "NW14DQ"),
    ("oh seven seven double oh nine double oh one two three", "07700900123"),
    ("treble seven one two", "77712"),
    ("zero seven nine hundred one", "079001"),
    ("nineteen eighty five", "nineteen eighty five"),
    ("TF2 4 z d", "TF24ZD"),
    ("O77OO 9OO123", "07700 900123"),
    ("jane dot smith at example dot co dot uk", "jane.smith@example.co.uk"),
    ("jane [at] example [dot] com", "jane@example.com"),
    ("meet me at nine", "meet me at nine"),
    ("my bins are on the drive", "my bins are on the drive"),
]


def test_a_tab_is_a_space_to_the_patterns_and_a_grave_accent_an_apostrophe() -> None:
    assert as_read("o`brien\tb").text == "o'brien b"


@pytest.mark.parametrize(("raw", "joined"), DESPELLED)
def test_what_was_spelled_out_is_joined(raw: str, joined: str) -> None:
    assert despell(as_read(raw)).text == joined


def test_a_stretch_of_a_view_leads_back_to_the_original_characters() -> None:
    raw = "in N\u200bB1 2AB now"
    view = as_read(raw)
    start = view.text.index("NB1")
    first, last = view.original(start, start + len("NB1 2AB"))
    assert raw[first:last] == "N\u200bB1 2AB"


def test_a_joined_run_leads_back_to_all_that_was_said() -> None:
    raw = "ring oh seven double seven oh please"
    view = despell(as_read(raw))
    start = view.text.index("07770")
    first, last = view.original(start, start + 5)
    assert raw[first:last] == "oh seven double seven oh"


@given(st.text(max_size=200))
def test_every_view_keeps_its_way_back_in_order(raw: str) -> None:
    for view in (as_read(raw), despell(as_read(raw))):
        assert len(view.text) == len(view.starts) == len(view.ends)
        assert all(0 <= start < end <= len(raw) for start, end in zip(view.starts, view.ends, strict=True))
        assert list(view.starts) == sorted(view.starts)
        assert list(view.ends) == sorted(view.ends)
