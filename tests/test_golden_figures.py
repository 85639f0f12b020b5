"""A golden figure is worse beyond chance, or when a row is gone that may not be lost; and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.golden_figures.figure import Figure, faults_of, read, worse, write


@pytest.mark.parametrize(
    ("before", "today", "faults", "is_worse"),
    [
        ((180, 200), (180, 200), False, False),
        ((180, 200), (173, 200), False, False),  # p = .07
        ((180, 200), (172, 200), False, True),  # p = .04
        ((180, 200), (200, 200), False, False),
        ((180, 200), (86, 100), False, False),  # fewer rows say less
        ((200, 200), (199, 200), False, True),
        ((0, 200), (1, 200), True, True),
        ((4, 200), (7, 200), True, False),
        ((4, 200), (9, 200), True, True),
        ((4, 200), (0, 200), True, False),
    ],
)
def test_worse_is_what_chance_seldom_does(
    before: tuple[int, int], today: tuple[int, int], faults: bool, is_worse: bool
) -> None:
    assert bool(worse(Figure("x.y", *before, faults), Figure("x.y", *today, faults))) == is_worse


def test_a_row_that_may_not_be_lost_is_named_even_when_another_was_won() -> None:
    texts = [f"row {number}" for number in range(300)]
    before = Figure.never_lost("crisis.y", texts, [number != 7 for number in range(300)])
    today = Figure.never_lost("crisis.y", texts, [number != 8 for number in range(300)])
    assert before.hits == today.hits
    told = worse(before, today)
    assert told is not None and told.endswith("lost: ['row 8']")


def test_the_failure_prints_shares_intervals_and_the_command(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    write(file, "x", [Figure("x.good", 180, 200), Figure("x.gone", 1, 2), Figure("x.faults", 0, 9, faults=True)])
    write(file, "other", [Figure.never_lost("other.y", ["a", "b"], [True, False])])
    assert read(file)["other.y"] == Figure("other.y", 1, 2, missed=("b",))
    told = faults_of(
        file, "x", [Figure("x.good", 150, 200), Figure("x.faults", 0, 9, faults=True), Figure("x.new", 1, 1)]
    )
    assert "x.good: 180 of 200, 0.900 (0.851 to 0.934) before, 150 of 200, 0.750 (0.686 to 0.805) today" in told
    assert "x.gone: not measured any more" in told and "x.new: not in figures.json" in told
    assert "python -m tests.support.golden_figures x" in told and "other" not in told
    assert faults_of(file, "other", [Figure.never_lost("other.y", ["a", "b"], [True, True])]) == ""
