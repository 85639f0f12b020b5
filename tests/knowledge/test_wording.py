from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answer.wording import plain, sentences

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call us. We help.", ("Call us.", "We help.")),
        ("It costs £4.50. £2 more on Sundays.", ("It costs £4.50.", "£2 more on Sundays.")),
        ("Open at 6.30am. Shut at 5pm.", ("Open at 6.30am.", "Shut at 5pm.")),
        ("Bring proof, e.g. A bill. Then wait.", ("Bring proof, e.g. A bill.", "Then wait.")),
        ("See [us](/a). [Pay](/b) now.", ("See [us](/a).", "[Pay](/b) now.")),
        ('He said "no." We agreed.', ('He said "no."', "We agreed.")),
        ("One line\nand the next.", ("One line and the next.",)),
        ("", ()),
    ],
)
def test_text_is_cut_between_sentences_only(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@UNHURRIED
@given(st.text())
def test_sentences_together_hold_every_word(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()


def test_plain_text_has_no_markdown() -> None:
    assert plain("## How\n\n- **See** [your bins](/services/bins) _today_\n- snake_case") == (
        "How See your bins today snake_case"
    )
