"""Values split over two messages: both halves are redacted, and only a label is carried from one to the next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction import LABELS, Label, Redactor
from redaction.unfinished import begun, continued

SPLIT = [
    ("my number is 07700", "900123", "PHONE_NUMBER"),
    ("call me on 01632 96", "0455 please", "PHONE_NUMBER"),
    ("NB1", "4DQ", "UK_POSTCODE"),
    ("my postcode is", "nb3 7ty", "UK_POSTCODE"),
    ("sort code 20-45-45", "12345678", "BANK_ACCOUNT"),
    ("my card number is 4242 4242", "4242 4242", "CREDIT_CARD"),
    ("my surname is", "green", "PERSON"),
    ("my dob is 12/03", "1985", "DATE_OF_BIRTH"),
    ("my email is jane.smith@", "example.com", "EMAIL_ADDRESS"),
    ("my address is", "heron house", "ADDRESS"),
    ("national insurance number AB", "123456C", "UK_NINO"),
]


@pytest.mark.parametrize(("first", "second", "label"), SPLIT)
def test_both_halves_of_a_split_value_are_redacted(redactor: Redactor, first: str, second: str, label: Label) -> None:
    before = redactor.redact(first)
    after = redactor.redact(second, after=before.unfinished)
    assert before.unfinished == label
    assert not any(map(str.isdigit, before.text.replace("_1>", "")))
    assert after.text.startswith(f"<{label}_1>")


def test_four_messages_may_make_one_card_number(redactor: Redactor) -> None:
    carried: Label | None = None
    for part in ("my card is 4242", "4242", "4242", "4242"):
        result = redactor.redact(part, after=carried)
        assert "4242" not in result.text
        carried = result.unfinished


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("my number is 07700", "what number do you need?"),
        ("my name is", "why do you need that"),
        ("my postcode is NB1", "when is my bin day"),
        ("sort code 20-45-45", "can I pay by cash instead"),
        ("how many bins do I get", "2"),
        ("my bill went up by", "£45.50"),
        ("what number do I ring", "101"),
    ],
)
def test_what_is_no_rest_of_a_value_stays(redactor: Redactor, first: str, second: str) -> None:
    assert redactor.redact(second, after=redactor.redact(first).unfinished).text == second


@pytest.mark.parametrize("message", ["how do I change my phone number", "what is my postcode", "is this my account"])
def test_a_question_about_a_value_begins_none(message: str) -> None:
    assert begun(message) is None


@given(st.text(max_size=300), st.sampled_from(LABELS))
@settings(max_examples=200)
def test_beginnings_and_rests_lie_inside_their_messages(text: str, label: Label) -> None:
    start = begun(text)
    assert start is None or 0 <= start.start <= start.end <= len(text)
    rest = continued(text, label)
    assert rest is None or 0 <= rest[0] < rest[1] <= len(text)
