"""Each kind of answer, in the words people use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.form import SKIPPED, Choice, Field, Kind
from bot.forms.reading.choices import read_choice
from bot.forms.reading.commands import Command, corrected, read_change, read_command
from bot.forms.reading.dates import read_date
from bot.forms.reading.items import as_counts, as_value, read_items
from bot.forms.reading.numbers import read_number
from bot.forms.reading.personal import read_personal, refuses
from bot.forms.reading.questions import asks, asks_to_begin, asks_why
from bot.forms.reading.read import read_answer, read_early
from bot.forms.reading.when import read_when
from bot.forms.reading.yes_no import begins_yes_no, read_yes_no
from bot.forms.tracing import asks_how_it_stands

TODAY = date(2026, 11, 25)  # a Wednesday
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the 15th", "2026-12-15"),
        ("no, the 15th", "2026-12-15"),
        ("the fifteenth of december", "2026-12-15"),
        ("Tuesday", "2026-12-01"),
        ("tues", "2026-12-01"),
        ("on Wednesday", "2026-12-02"),
        ("this Wednesday", "2026-11-25"),
        ("next Tuesday", "2026-12-01"),
        ("next friday", "2026-12-04"),
        ("this friday", "2026-11-27"),
        ("Thursday the 3rd", "2026-12-03"),
        ("monday 7th december", "2026-12-07"),
        ("tomorrow", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("a week on Friday", "2026-12-04"),
        ("Friday week", "2026-12-04"),
        ("a fortnight on Monday", "2026-12-14"),
        ("two weeks today", "2026-12-09"),
        ("a week tomorrow", "2026-12-03"),
        ("in 3 weeks", "2026-12-16"),
        ("in three weeks' time", "2026-12-16"),
        ("ten days from now", "2026-12-05"),
        ("in a month", "2026-12-25"),
        ("next week", "2026-11-30"),
        ("at the weekend", "2026-11-28"),
        ("next weekend", "2026-12-05"),
        ("sat", "2026-11-28"),
        ("15/12", "2026-12-15"),
        ("15/12/2026", "2026-12-15"),
        ("15.12.26", "2026-12-15"),
        ("2026-12-01", "2026-12-01"),
        ("15 dec", "2026-12-15"),
        ("December 15th", "2026-12-15"),
        ("3rd of May", "2027-05-03"),
        ("3rd May 2027 please", "2027-05-03"),
        ("1/1", "2027-01-01"),
        ("feb 29", "2028-02-29"),
        ("the 31st", "2026-12-31"),
        ("after Easter", "2027-03-30"),
        ("good friday", "2027-03-26"),
        ("boxing day", "2026-12-26"),
        ("christmas eve", "2026-12-24"),
        ("before Christmas", "2026-12-24"),
        ("after the bank holiday", "2026-12-29"),
        ("after new year", "2027-01-04"),
        ("2pm on friday", "2026-11-27"),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: str) -> None:
    assert read_date(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["31/2", "30th February", "32nd", "99/99/9999", "may I ask something", "I sat down", "the sun is out",
     "14 Mill Lane", "two sofas", "£33.50", "1st Avenue", "24 hours", "the second one",
     "a week or so", "", "?", "mark", "15/12/1826"],
)  # fmt: skip
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    assert read_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", "2026-11-24"),
        ("last Tuesday", "2026-11-24"),
        ("Tuesday", "2026-11-24"),
        ("last wednesday", "2026-11-18"),
        ("two days ago", "2026-11-23"),
        ("the 20th", "2026-11-20"),
        ("20 nov", "2026-11-20"),
        ("25 December", "2025-12-25"),
        ("today", "2026-11-25"),
        ("a week ago", "2026-11-18"),
    ],
)
def test_a_day_that_has_happened_is_looked_for_in_the_past(text: str, day: str) -> None:
    assert read_date(text, TODAY, past=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tomorrow morning", "2026-11-26 morning"),
        ("first thing tomorrow", "2026-11-26 morning"),
        ("Friday after work", "2026-11-27 evening"),
        ("friday at 2", "2026-11-27 afternoon"),
        ("10.30am on monday", "2026-11-30 morning"),
        ("first thing", "morning"),
        ("in december", "2026-12"),
        ("next month", "2026-12"),
        ("sometime in May", "2027-05"),
        ("asap", ""),
        ("any day", ""),
        ("I don't mind", ""),
        ("the earliest you have", ""),
        ("purple", None),
    ],
)
def test_a_time_may_be_a_part_of_a_day_a_month_or_the_soonest(text: str, wanted: str | None) -> None:
    assert read_when(text, TODAY) == wanted


@given(st.dates(date(2026, 11, 25), date(2028, 11, 1)))
@settings(max_examples=60, deadline=None)
def test_a_day_that_is_written_out_is_that_day(day: date) -> None:
    for written in (
        f"{day:%A} {day.day} {day:%B} {day.year}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%b} {day.day} {day.year}",
    ):
        assert read_date(f"can we say {written} please", TODAY) == day


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


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("stop", Command.STOP),
        ("cancel it please", Command.STOP),
        ("I've changed my mind", Command.STOP),
        ("never mind", Command.STOP),
        ("go back", Command.BACK),
        ("can you go back one please", Command.BACK),
        ("start again", Command.AGAIN),
        ("person please", Command.PERSON),
        ("can I talk to a real person", Command.PERSON),
        ("I want to speak to someone", Command.PERSON),
        ("back garden", None),
        ("one", None),
        ("stop the bus on Mill Lane", None),
        ("people dump rubbish here", None),
    ],
)
def test_commands_are_whole_messages(text: str, command: Command | None) -> None:
    assert read_command(text) is command


def test_a_change_names_what_and_may_say_to_what() -> None:
    assert read_change("change the address") == ("address", "")
    assert read_change("can you change the date to the 5th please") == ("date", "5th")
    assert read_change("the date is wrong") == ("date", "")
    assert read_change("I changed the bed") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("no, the 15th", "the 15th"), ("sorry I meant Tuesday", "Tuesday"), ("Tuesday instead", "Tuesday"),
     ("actually, two sofas please", "two sofas"), ("make it three", "three"), ("the 15th", None)],
)  # fmt: skip
def test_a_correction_is_what_is_left_of_it(text: str, words: str | None) -> None:
    assert corrected(text) == words


@pytest.mark.parametrize("text", ["how much is it", "when do you come?", "do I need to be in", "what about fridges?"])
def test_questions_are_known(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", ["two sofas", "outside the Co-op", "when it rains", "yes"])
def test_answers_are_no_questions(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    "text", ["why?", "why do you need that?", "why do you want to know my name", "What do you need it for?"]
)
def test_asking_why_is_known(text: str) -> None:
    assert asks_why(text)


def test_other_questions_do_not_ask_why() -> None:
    assert not asks_why("why was my bin not emptied")
    assert not asks_why("what do you collect?")


def test_asking_to_begin_is_not_asking_how() -> None:
    assert asks_to_begin("I want to book a collection")
    assert asks_to_begin("report a pothole on Mill Lane")
    assert asks_to_begin("can I arrange for a sofa to be collected")
    assert not asks_to_begin("how do I book a collection")
    assert not asks_to_begin("my neighbour reported a pothole")
    assert not asks_to_begin("an old settee")


def test_personal_answers_are_placeholders_and_nothing_else_is() -> None:
    assert read_personal(Kind.ADDRESS, "it is <ADDRESS_1>, <UK_POSTCODE_2>") == "<ADDRESS_1>, <UK_POSTCODE_2>"
    assert read_personal(Kind.NAME, "I am <PERSON_3>") == "<PERSON_3>"
    assert read_personal(Kind.NAME, "Zaqwyx") is None
    assert read_early(Field("p", Kind.PHONE, "?", "Phone"), "<ADDRESS_1>", TODAY) is None


@pytest.mark.parametrize(
    "text", ["no", "skip", "skip it please", "I'd rather not say", "I don't have one", "none", "nothing else"]
)
def test_an_optional_question_may_be_skipped(text: str) -> None:
    optional = Field("x", Kind.TEXT, "?", "X", optional=True)
    assert read_answer(optional, text, TODAY) == SKIPPED


@pytest.mark.parametrize(
    ("text", "known"),
    [("where is my report <COUNCIL_REFERENCE_1>", True), ("<COUNCIL_REFERENCE_1>", True),
     ("any news on my booking", True), ("what's happening with my missed bin report?", True),
     ("I want to report a pothole", False),
     ("where is my bin", False)],
)  # fmt: skip
def test_asking_how_something_stands(text: str, known: bool) -> None:
    assert asks_how_it_stands(text) is known
