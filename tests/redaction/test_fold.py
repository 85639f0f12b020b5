"""The one folding of text: what it shows, what it leaves alone, and the way back."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redaction.text.fold import fold, folded, plain, unaccented, visible

FOLDED = [
    ("plain", "plain"),
    ("a\tb `c`", "a\tb `c`"),
    ("NB1\u200b 2AB", "NB1 2AB"),
    ("so\u00adft", "soft"),
    ("a\u00a0b", "a b"),
    ("a\u2028b", "a\nb"),
    ("o\u2019brien \u2013 x", "o'brien - x"),
    ("０７７００", "07700"),
    ("٠٧٧٠٠", "07700"),
    ("ｆｉｒｅ！", "fire!"),
    ("𝐉𝐚𝐧𝐞 𝓀𝒾𝓁𝓁", "Jane kill"),
    ("ⓖⓐⓢ 🅖🅐🅢 🅶🅰🆂 ɢᴀꜱ ɡɑs", "gas GAS GAS gas gas"),
    ("ﬁne oﬃce", "fine office"),
    ("cafe\u0301", "café"),
    ("e\u0301\u0301\u0301", "é"),
    ("ŉ…", "'n..."),
    ("2½ m²", "2½ m2"),
]
IN_OTHER_LETTERS = [
    ("NВ1 2АB", "NB1 2AB"),  # Cyrillic В and А
    ("mysеlf", "myself"),
    ("кill кнife", "kill khife"),
    ("kїll mе\u0301", "kïll mé"),
    ("і want а ѕеа", "i want a sea"),
    ("ΝΒ1", "NB1"),
    ("gаѕ, ցas, ꓖAS", "gas, gas, GAS"),
]
STAYS = [
    "Москва",
    "Я хочу умереть, у меня нет сил",
    "Привет, my name is Olga, а это моя мама",
    "дом12 кв5",
    "ναι, όχι",
    "ΝΑΙ",
    "سلام",
    "안녕하세요",
    "नमस्ते",
    "＜PERSON_1＞",
    "‹PERSON_1›",
]
TEMPTING = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("аеоріквнтмДжЯёїά ΑαβωΩqQkilЕ1 9-.'<>_\u200b\u0301\u0308\u20dd\u0345½＜ﬁŉ…ⓐ🅰ᴋłßİ"),
    ),
    max_size=60,
)
ASCII = st.text(alphabet=[chr(code) for code in range(128)])


@pytest.mark.parametrize(("raw", "shown"), FOLDED + IN_OTHER_LETTERS)
def test_folding_shows_what_was_hidden(raw: str, shown: str) -> None:
    assert fold(raw).text == folded(raw) == shown


@pytest.mark.parametrize("raw", STAYS)
def test_what_is_written_in_another_alphabet_stays_itself(raw: str) -> None:
    assert folded(raw) == raw


@pytest.mark.parametrize(
    ("raw", "bare"),
    [("Crème Brûlée", "creme brulee"), ("Łódź", "lodz"), ("kılı", "kili"), ("Straße", "strasse"), ("Hello", "hello")],
)
def test_who_reads_english_only_reads_without_accents_and_strokes(raw: str, bare: str) -> None:
    assert plain(raw) == bare
    assert unaccented(raw).lower() == bare


def test_what_shows_nothing_is_left_out_and_what_is_seen_stays() -> None:
    assert visible("so\u00adft\u200b \u202etext\x00 \ud800 – “ﬁne” ½\n") == "soft text  – “ﬁne” ½\n"


@given(TEMPTING)
def test_any_text_folds_once_and_leads_back_in_order(raw: str) -> None:
    view = fold(raw)
    assert view.text == folded(raw) == folded(view.text)
    assert unaccented(raw) == unaccented(unaccented(raw))
    assert visible(raw) == visible(visible(raw))
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(view.starts, view.ends, strict=True))
    assert list(view.starts) == sorted(view.starts)
    assert list(view.ends) == sorted(view.ends)


@given(ASCII)
def test_plain_ascii_never_changes(raw: str) -> None:
    assert fold(raw).text == folded(raw) == unaccented(raw) == raw


@given(st.text(alphabet=string.ascii_letters + string.digits + " .,'", max_size=40), TEMPTING)
def test_ascii_words_beside_anything_stay_where_they_are(words: str, other: str) -> None:
    view = fold(f"{words} | {other}")
    assert view.text.startswith(f"{words} | ")
    assert view.original(0, len(words) + 1) == (0, len(words) + 1)
