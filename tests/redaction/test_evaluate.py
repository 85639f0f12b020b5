"""The arithmetic behind the measured figures."""

from __future__ import annotations

import pytest

from redaction import Finding, Redactor
from redaction.measuring.evaluate import covers, is_personal, measure
from redaction.measuring.wilson import wilson

NAMED = {
    "text": "my name is Priya Nair",
    "spans": [{"start": 11, "end": 21, "label": "PERSON"}],
    "meta": {"form": "typed"},
}


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_nothing_counted_tells_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_span_counts_only_when_all_its_letters_are_covered() -> None:
    span = {"start": 11, "end": 21}
    assert covers(NAMED["text"], span, [Finding(11, 21, "PERSON", 1.0, "<PERSON_1>")])  # type: ignore[arg-type]
    assert not covers(NAMED["text"], span, [Finding(11, 20, "PERSON", 1.0, "<PERSON_1>")])  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "personal"), [("12 Mill Road", True), ("Mill Road", False)])
def test_only_an_address_with_a_number_is_personal(text: str, personal: bool) -> None:
    assert is_personal(text, {"start": 0, "end": len(text), "label": "STREET_ADDRESS"}) is personal


def test_a_measurement_counts_recall_by_slice_and_false_findings_by_message(redactor: Redactor) -> None:
    report = measure(redactor, [NAMED, {"text": "ring 07700 900123", "spans": []}]).report()
    assert report["recall_by_form"]["PERSON, typed"]["rate"] == 1.0
    assert report["false_per_message"] == 0.5
    assert report["precision"]["PHONE_NUMBER"]["rate"] == 0.0


def test_a_measurement_of_two_messages_counts_both_halves(redactor: Redactor) -> None:
    span = {"start": 0, "end": 6, "label": "PHONE_NUMBER"}
    first = {"before": "my number is 07700", "before_spans": [{"start": 13, "end": 18, "label": "PHONE_NUMBER"}]}
    report = measure(redactor, [{**first, "text": "900123", "spans": [span], "style": "two messages"}]).report()
    assert report["recall_by_style"]["two messages"] == {"of": 2, "rate": 1.0, "low": 0.3424, "high": 1.0}
