"""Times, reasons and hidden values in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.casework.cases import case_words as words
from api.conversation import hidden_words as hidden
from api.kernel.times import moment, waited
from bot.turn import Outcome, Priority
from tests.support.staff.desk import council

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=2, minutes=5), "2 hours 5 minutes"),
        (timedelta(days=1, minutes=59), "1 day"),
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 hours"),
    ],
)
def test_waiting_is_told_in_the_two_largest_units(gone: timedelta, said: str) -> None:
    assert waited(START, START + gone) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 1, 14, 15, 5, tzinfo=UTC), "14 January 2026 at 3:05pm"),
        (datetime(2026, 7, 14, 15, 5, tzinfo=UTC), "14 July 2026 at 4:05pm"),
        (datetime(2026, 7, 14, 23, 0, tzinfo=UTC), "15 July 2026 at 12:00am"),
        (datetime(2026, 1, 14, 12, 0, tzinfo=UTC), "14 January 2026 at 12:00pm"),
    ],
)
def test_times_are_told_as_london_clocks_show_them(at: datetime, said: str) -> None:
    assert moment(at) == said


def test_every_outcome_and_priority_has_words() -> None:
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(words.PRIORITIES) == set(Priority)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ask_person", "Asked to talk to a person"),
        ("crisis_self_harm", "Possible emergency: self harm"),
        ("something_new", "Something new"),
    ],
)
def test_reasons_are_told_in_words(code: str, said: str) -> None:
    assert words.reason(code) == said


def test_hidden_values_are_told_apart_and_everything_else_is_escaped() -> None:
    chips = hidden.chips("<PERSON_1> & <PERSON_2> <b> <PERSON_>")
    assert chips == (
        '<span class="chip">[name 1 hidden]</span> &amp; <span class="chip">[name 2 hidden]</span> '
        "&lt;b&gt; &lt;PERSON_&gt;"
    )
    assert hidden.placeholders(["<PERSON_2> <PERSON_1>", "<PERSON_2>"]) == ("<PERSON_2>", "<PERSON_1>")


def test_every_service_of_the_council_belongs_to_a_team_that_cases_can_go_to() -> None:
    assert {service.team for service in council().services.values()} <= set(council().teams)
