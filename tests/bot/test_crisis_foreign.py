"""Danger told in other languages, by an author of whom nothing was learned; and no alarm for what is English."""

from __future__ import annotations

from bot.crisis.foreign import ForeignReader, plain_words
from bot.policy import load_welsh
from bot.reception.languages import WELSH, load_languages
from bot.training.evaluate import GOLDEN, read_rows
from bot.training.understanding.voices import VOICES

CAUGHT, FALSE = 0.85, 0.1
BOUND = 0.65  # how likely danger must be
ROWS = read_rows(GOLDEN / "voices" / "foreign.jsonl")


def _alarms(reader: ForeignReader, texts: list[str]) -> list[bool]:
    return [reader.read(text).of_danger >= BOUND for text in texts]


def test_most_dangers_are_recognised_and_little_else() -> None:
    reader = ForeignReader.load()
    dangers = _alarms(reader, [row["text"] for row in ROWS if "crisis" in row])
    others = _alarms(reader, [row["text"] for row in ROWS if "crisis" not in row])
    assert sum(dangers) / len(dangers) >= CAUGHT
    assert sum(others) / len(others) <= FALSE


def test_english_is_left_to_the_other_head() -> None:
    reader = ForeignReader.load()
    english = [row["text"] for row in read_rows(GOLDEN / "triage" / "enquiries.jsonl")]
    assert sum(_alarms(reader, english)) <= 0.005 * len(english)


def test_two_words_are_enough() -> None:
    assert all(_alarms(ForeignReader.load(), ["quiero morir", "je veux mourir", "chcę się zabić"]))


def test_every_language_that_is_recognised_has_phrases() -> None:
    taught = {row["language"] for file in (VOICES / "foreign").glob("*.jsonl") for row in read_rows(file)}
    assert taught == {*load_languages(), WELSH}


def test_every_text_for_another_language_names_999() -> None:
    assert [code for code, each in load_languages().items() if "999" not in each.text] == []
    assert "999" in load_welsh().replies["routed_language"]


def test_accents_and_signs_make_no_difference() -> None:
    assert plain_words("Chcę się ZABIĆ!!") == "chce sie zabic"
