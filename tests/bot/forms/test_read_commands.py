"""Commands, corrections and questions, in the words people use."""

from __future__ import annotations

import pytest

from bot.forms.reading.commands import Command, corrected, read_change, read_command
from bot.forms.reading.questions import asks, asks_to_begin, asks_why
from bot.forms.status_form import asks_how_it_stands


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


@pytest.mark.parametrize(
    ("text", "known"),
    [("where is my report <COUNCIL_REFERENCE_1>", True), ("<COUNCIL_REFERENCE_1>", True),
     ("any news on my booking", True), ("what's happening with my missed bin report?", True),
     ("I want to report a pothole", False),
     ("where is my bin", False)],
)  # fmt: skip
def test_asking_how_something_stands(text: str, known: bool) -> None:
    assert asks_how_it_stands(text) is known
