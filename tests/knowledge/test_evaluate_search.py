from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.measuring.evaluate import evaluate, main
from knowledge.pack.load import pages_from_rows
from knowledge.search.encoder import Encoder

ROWS = [
    {"id": "dogs", "title": "Dog wardens", "text": "Stray dogs are taken to kennels."},
    {"id": "badge", "title": "Blue badges", "text": "Parking for disabled people."},
]


def test_figures_count_the_place_of_the_right_page(encoder: Encoder) -> None:
    queries = [
        {"query": "my dog is lost", "relevant": ["dogs"]},
        {"query": "disabled parking", "relevant": ["badge", "dogs"]},
        {"query": "disabled parking", "relevant": ["dogs"]},
        {"query": "disabled parking", "relevant": ["gone"]},
    ]
    found = evaluate(pages_from_rows(ROWS), queries, encoder)
    assert (found.pages, found.queries) == (2, 4)
    assert found.hit_at_1.value == 0.5
    assert found.hit_at_3.value == 0.75
    assert found.mrr.value == pytest.approx((1 + 1 + 0.5 + 0) / 4)


def test_intervals_hold_their_value_and_stay_within_nothing_and_one(encoder: Encoder) -> None:
    found = evaluate(pages_from_rows(ROWS), [{"query": "dog", "relevant": ["dogs"]}] * 3, encoder)
    for figure in (found.hit_at_1, found.hit_at_3, found.mrr):
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
    assert found.hit_at_1.low < 0.5  # three queries prove little


@pytest.mark.slow
def test_the_command_prints_json_for_each_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "small_pages.jsonl").write_text(lines)
    (tmp_path / "small_queries.jsonl").write_text(json.dumps({"query": "dog", "relevant": ["dogs"]}) + "\n")
    assert main([str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["small"]["hit_at_1"]["value"] == 1


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
