"""While a form asks for something personal, only what is plainly no answer stays readable."""

from __future__ import annotations

import pytest

from redaction.replies import is_refusal

NO_ANSWERS = (
    "stop",
    "person please",
    "go back",
    "start again",
    "why do you need that?",
    "no, the 15th",
    "no, Tuesday the 3rd of May please",
    "actually Tuesday",
    "make it next Friday",
    "Wednesday instead",
    "no, two",
    "change the date",
    "change my phone number",
    "change the date to the 5th",
    "the address is wrong",
    "please change the items",
)
ANSWERS = (
    "April May",
    "actually April",
    "no, June",
    "no, Mark",
    "June Day",
    "Friday",
    "Mr Ten",
    "12 High Street",
    "no. 12 May Street",
    "no, 07 70 09 00 12",
    "sorry, it is Zaqwyx Brombly",
    "change my name to Zaqwyx Brombly",
    "the 15th",
    "Stop Brombly",
)


@pytest.mark.parametrize("reply", NO_ANSWERS)
def test_a_command_a_question_or_a_correction_is_no_answer(reply: str) -> None:
    assert is_refusal(reply)


@pytest.mark.parametrize("reply", ANSWERS)
def test_what_may_be_an_answer_is_hidden(reply: str) -> None:
    assert not is_refusal(reply)
