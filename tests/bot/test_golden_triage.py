"""Floors on the golden sets: every second row, which fitting has not seen. `reeve evaluate` prints the figures."""

from __future__ import annotations

from typing import Any

import pytest

from api.assistant import Assistant
from api.measuring.triage_report import triage_report


@pytest.fixture(scope="module")
def report(assistant: Assistant) -> dict[str, Any]:
    return triage_report(assistant)


def test_the_right_service_is_found(report: dict[str, Any]) -> None:
    assert report["enquiries"]["top_1"]["share"] >= 0.84
    assert report["enquiries"]["top_3"]["share"] >= 0.93


def test_details_said_besides_change_little(report: dict[str, Any]) -> None:
    assert report["with_details"]["top_1"]["share"] >= 0.84
    assert report["with_details"]["answered_with_the_wrong_service"]["share"] <= 0.06


def test_few_enquiries_are_answered_with_the_wrong_service(report: dict[str, Any]) -> None:
    assert report["enquiries"]["answered_with_the_wrong_service"]["share"] <= 0.05
    assert report["enquiries"]["answered"]["share"] >= 0.70


def test_few_enquiries_are_turned_away(report: dict[str, Any]) -> None:
    assert report["enquiries"]["turned_away"]["share"] <= 0.06


def test_small_talk_is_small_talk(report: dict[str, Any]) -> None:
    assert report["small_talk"]["all"]["share"] >= 0.90


def test_what_nobody_can_help_with_is_told_apart(report: dict[str, Any]) -> None:
    assert report["out_of_scope_caught"]["nobody"]["share"] >= 0.85


def test_what_is_another_bodys_business_is_told_apart(report: dict[str, Any]) -> None:
    assert report["out_of_scope_caught"]["other_body"]["share"] >= 0.75
    assert report["out_of_scope_caught"]["all"]["share"] >= 0.82


def test_the_right_body_is_named(report: dict[str, Any]) -> None:
    assert report["body_named"]["right"]["share"] >= 0.75
    assert report["body_named"]["wrong"]["share"] <= 0.06
    assert report["body_named"]["named_for_nobody"]["share"] <= 0.16


def test_neighbouring_words_do_not_turn_an_enquiry_away(report: dict[str, Any]) -> None:
    assert report["elsewhere"]["near"]["turned_away"]["share"] <= 0.08
    assert report["elsewhere"]["near"]["top_1"]["share"] >= 0.82
    assert report["elsewhere"]["body_named"]["right"]["share"] >= 0.72


def test_a_crisis_is_seen(report: dict[str, Any]) -> None:
    assert report["crisis"]["recall"]["share"] >= 0.97
    assert report["crisis"]["false_alarms"]["ordinary"]["share"] <= 0.01


def test_a_follow_up_stays_with_the_service_in_hand(report: dict[str, Any]) -> None:
    assert report["follow_ups"]["top_1"]["share"] >= 0.75


def test_a_new_topic_leaves_the_service_in_hand(report: dict[str, Any]) -> None:
    assert report["new_topic"]["top_1"]["share"] >= report["enquiries"]["top_1"]["share"] - 0.05


def test_two_needs_are_both_found_and_one_need_is_not_divided(report: dict[str, Any]) -> None:
    assert report["two_needs"]["share"] >= 0.65
    assert report["split_falsely"]["share"] <= 0.02
