"""Each other kind of answer, in the words people use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.form import SKIPPED, Choice, Field, FieldKind
from bot.forms.reading.choices import read_choice
from bot.forms.reading.commands import corrected, read_change, read_command
from bot.forms.reading.dates import read_date
from bot.forms.reading.items import as_counts, as_value, read_items
from bot.forms.reading.numbers import read_number
from bot.forms.reading.personal import read_personal, refuses
from bot.forms.reading.questions import asks, asks_to_begin
from bot.forms.reading.read import read_answer, read_early
from bot.forms.reading.today import Today
from bot.forms.reading.when import read_when
from bot.forms.reading.yes_no import begins_yes_no, read_yes_no
from bot.forms.status_form import asks_how_it_stands

TODAY = Today(date(2026, 11, 25))  # a Wednesday
THINGS = (
    Choice("mattress", "Mattress"),
    Choice("sofa", "Sofa", ("settee", "couch")),
    Choice("sofa_bed", "Sofa bed"),
    Choice("battery", "Battery"),
    Choice("bookshelf", "Bookshelf", ("bookshelves",)),
)
BINS = (
    Choice("green", "Green bin (garden)", ("green", "garden")),
    Choice("blue", "Blue bin (recycling)", ("blue", "recycling")),
    Choice("black", "Black bin (rubbish)", ("black", "grey", "rubbish")),
)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_typed_breaks_a_reader(text: str) -> None:
    read_when(text, TODAY), read_date(text, TODAY, past=True), read_number(text), read_items(text, THINGS)
    read_choice(text, BINS), begins_yes_no(text), read_command(text), read_change(text), corrected(text)
    asks(text), asks_to_begin(text), refuses(text), asks_how_it_stands(text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("two mattresses and a sofa", {"mattress": 2, "sofa": 1}),
        ("Tuesday, two mattresses, 14 Mill Lane", {"mattress": 2}),
        ("2 x mattress", {"mattress": 2}),
        ("mattress x 3", {"mattress": 3}),
        ("mattress x2, settee", {"mattress": 2, "sofa": 1}),
        ("an old leather couch", {"sofa": 1}),
        ("two old king-size mattresses", {"mattress": 2}),
        ("a couple of sofas", {"sofa": 2}),
        ("sofas", {"sofa": 2}),
        ("a sofa bed", {"sofa_bed": 1}),
        ("a sofa and a sofa bed", {"sofa": 1, "sofa_bed": 1}),
        ("three batteries", {"battery": 3}),
        ("two bookshelves", {"bookshelf": 2}),
        ("no sofa, just a mattress", {"mattress": 1}),
        ("twenty-one mattresses", {"mattress": 21}),
        ("a piano", {}),
        ("sofashop", {}),
    ],
)
def test_things_are_counted(text: str, counts: dict[str, int]) -> None:
    assert read_items(text, THINGS) == counts
    assert as_counts(as_value(counts)) == counts


@given(st.dictionaries(st.sampled_from(["mattress", "sofa", "battery"]), st.integers(1, 30), min_size=1))
@settings(max_examples=40, deadline=None)
def test_counts_that_are_listed_are_read_back(counts: dict[str, int]) -> None:
    titles = {each.value: each.title.lower() for each in THINGS}
    assert read_items(" and ".join(f"{n} {titles[name]}" for name, n in counts.items()), THINGS) == counts


@pytest.mark.parametrize(
    ("text", "number"),
    [("two", 2), ("2", 2), ("about 12 of them", 12), ("twenty one", 21), ("a dozen", 12), ("just the one", 1),
     ("a couple", 2), ("none", 0), ("two or three", None), ("lots", None), ("3.5", None), ("£4", None)],
)  # fmt: skip
def test_numbers_in_figures_and_words(text: str, number: int | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["yes", "Yep", "yeah go on then", "ok", "that's right", "sure, thanks", "please do", "y", "yes it is"]
)
def test_yes_in_many_words(text: str) -> None:
    assert read_yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "nope", "no thanks", "not really", "it isn't", "nah", "I don't", "No!"])
def test_no_in_many_words(text: str) -> None:
    assert read_yes_no(text) is False


def test_yes_and_no_may_begin_a_sentence_and_no_idea_is_neither() -> None:
    assert begins_yes_no("yes, next to the school") is True
    assert begins_yes_no("no it is round the back") is False
    assert begins_yes_no("no idea") is None
    assert read_yes_no("maybe") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("the green one", "green"), ("garden", "green"), ("the second one", "blue"), ("3", "black"),
     ("the last one", "black"), ("Blue bin (recycling)", "blue"), ("grey", "black"), ("green or blue", None),
     ("the ninth", None), ("purple", None)],
)  # fmt: skip
def test_a_choice_is_known_by_its_names_or_its_place(text: str, value: str | None) -> None:
    assert read_choice(text, BINS) == value


def test_personal_answers_are_placeholders_and_nothing_else_is() -> None:
    assert read_personal(FieldKind.ADDRESS, "it is <ADDRESS_1>, <UK_POSTCODE_2>") == "<ADDRESS_1>, <UK_POSTCODE_2>"
    assert read_personal(FieldKind.NAME, "I am <PERSON_3>") == "<PERSON_3>"
    assert read_personal(FieldKind.NAME, "Zaqwyx") is None
    assert read_early(Field("p", FieldKind.PHONE, "?", "Phone"), "<ADDRESS_1>", TODAY) is None


@pytest.mark.parametrize(
    "text", ["no", "skip", "skip it please", "I'd rather not say", "I don't have one", "none", "nothing else"]
)
def test_an_optional_question_may_be_skipped(text: str) -> None:
    optional = Field("x", FieldKind.TEXT, "?", "X", optional=True)
    assert read_answer(optional, text, TODAY) == SKIPPED
