"""What looks like somebody's details and is nobody's: numbers in words, roads, shops; and our own references."""

from __future__ import annotations

import pytest

from bot.forms.status_form import asks_how_it_stands
from redaction import Redactor


@pytest.mark.parametrize(
    "text",
    [
        "outside number nine",
        "the bin is outside number nine",
        "opposite number ninety nine",
        "next to number seven and number nine",
        "A52 by Tesco",
        "pothole on the A52 by Tesco",
        "the A610 near Lidl",
        "there is a dead fox on the A610 near Lidl",
        "pothole on the B6004 outside Asda",
        "on the A52 by Wilko",
        "by the tesco express on the A38",
        "the A610",
        "M1",
    ],
)
def test_a_number_in_words_a_road_and_a_shop_stay_as_they_are(redactor: Redactor, text: str) -> None:
    assert redactor.redact(text).text == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("my ni is ab 12 34", "my ni is <UK_NINO_1>"),
        ("NI number AB1234", "NI number <UK_NINO_1>"),
        ("my car reg is A610", "my car reg is <UK_VEHICLE_1>"),
        ("my reg is A610 BCD", "my reg is <UK_VEHICLE_1>"),
        ("my name is Tesco Wilko", "my name is <PERSON_1>"),
    ],
)
def test_what_is_announced_as_somebodys_is_hidden_all_the_same(redactor: Redactor, text: str, hidden: str) -> None:
    assert redactor.redact(text).text == hidden


@pytest.mark.parametrize(
    "typed",
    ["NB-7K3P-22XV", "nb-7k3p-22xv", "nb 7k3p 22xv", "NB7K3P22XV", "nb7k3p22xv", "NB-QWRT-XKCD", "nb-abcd-efgh"],
)
@pytest.mark.parametrize(
    "question", ["where is my report {}", "Where is my booking {}?", "any news on {} please", "{}"]
)
def test_a_reference_of_the_councils_is_hidden_as_one_and_still_asks_how_it_stands(
    redactor: Redactor, question: str, typed: str
) -> None:
    said = redactor.redact(question.format(typed)).text
    assert said == question.format("<COUNCIL_REFERENCE_1>")
    assert asks_how_it_stands(said)


@pytest.mark.parametrize("text", ["nb that form went back", "NB this only says that", "nb some bins were full"])
def test_an_nb_before_words_is_no_reference(redactor: Redactor, text: str) -> None:
    assert redactor.redact(text).text == text
