"""Confusions, risk-coverage and reliability, on enquiries whose figures are known by hand."""

from __future__ import annotations

import pytest

from bot.training.curves import (
    Judged,
    area,
    by_service,
    calibration_error,
    confusions,
    reliability,
    risk_coverage,
)

ROWS = [
    Judged("bins", "bins", 0.95),
    Judged("bins", "parking", 0.55),
    Judged("bins", "parking", 0.35),
    Judged("parking", "parking", 0.75),
    Judged("parking", None, 0.0),
]


def test_the_most_confused_pair_comes_first() -> None:
    assert confusions(ROWS) == [("bins", "parking", 2), ("parking", "none", 1)]
    assert confusions(ROWS, most=1) == [("bins", "parking", 2)]


def test_the_worst_service_comes_first() -> None:
    assert [(slug, share.hits, share.total) for slug, share in by_service(ROWS).items()] == [
        ("bins", 1, 3),
        ("parking", 1, 2),
    ]


def test_risk_grows_as_less_sure_enquiries_are_answered() -> None:
    points = risk_coverage(ROWS)
    assert [coverage for coverage, _ in points] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert [risk for _, risk in points] == pytest.approx([0, 0, 1 / 3, 1 / 2, 3 / 5])
    assert area(points) == pytest.approx((1 / 3 + 1 / 2 + 3 / 5) / 5)


def test_perfect_confidence_has_no_calibration_error() -> None:
    sure = [Judged("bins", "bins", 1.0)] * 8 + [Judged("bins", None, 0.0)] * 2
    assert calibration_error(reliability(sure)) == 0.0


def test_confidence_that_was_worth_less_is_an_error() -> None:
    boastful = [Judged("bins", "bins", 0.9)] * 5 + [Judged("bins", "parking", 0.9)] * 5
    (only,) = reliability(boastful)
    assert (only.confidence, only.share.hits, only.share.total) == (pytest.approx(0.9), 5, 10)
    assert calibration_error([only]) == pytest.approx(0.4)


def test_nothing_measured_is_no_error() -> None:
    assert risk_coverage([]) == []
    assert area([]) == calibration_error([]) == 0.0
