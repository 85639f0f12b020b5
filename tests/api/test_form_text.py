"""What people type into the fields of staff pages, before anything is done with it."""

from __future__ import annotations

import pytest

from api.kernel.form_problems import one_line, plain_lines


@pytest.mark.parametrize(
    ("typed", "line", "lines"),
    [
        ("", "", ""),
        ("  two   words\t", "two words", "two   words"),
        ("one\r\ntwo\rthree\n", "one two three", "one\ntwo\nthree"),
        ("a\x00b \x00", "ab", "ab"),
    ],
)
def test_typed_text_is_plain(typed: str, line: str, lines: str) -> None:
    assert (one_line(typed), plain_lines(typed)) == (line, lines)
