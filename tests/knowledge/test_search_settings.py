"""search.yml is complete and within bounds, and fitting finds weights that rank no worse than those it began with."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from knowledge.measuring.fit_search import fit_search
from knowledge.search.encoder import Encoder
from knowledge.search.index import Index
from knowledge.search.search import Searcher
from knowledge.search.search_settings import SEARCH, search_settings

QUERIES = [
    {"query": "the tip opening times", "relevant": ["recycling-centre"]},
    {"query": "they never emptied my bin", "relevant": ["missed-bin"]},
    {"query": "settee needs taking away", "relevant": ["bulky-waste"]},
]


def test_the_project_has_settings_with_a_comment_each() -> None:
    lines = [line for line in SEARCH.read_text().splitlines() if not line.startswith("#")]
    assert all("  # " in line for line in lines)
    assert {line.split(":")[0] for line in lines} == set(asdict(search_settings()))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("dense: 0.7", "dense, lexical"),
        (f"dense: {search_settings().dense}", None),
        ("dense: 7", "from 0 to 1"),
        ("dense: yes", "from 0 to 1"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, complaint: str | None) -> None:
    whole = SEARCH.read_text()
    file = tmp_path / "search.yml"
    file.write_text(line if "lexical" in (complaint or "") else re.sub("dense: .*", line, whole, count=1))
    if complaint is None:
        assert search_settings(file) == search_settings()
    else:
        with pytest.raises(ValueError, match=complaint):
            search_settings(file)


def test_fitting_ranks_no_worse_than_before_and_lets_right_hits_through(
    northbridge_index: Index, encoder: Encoder
) -> None:
    start = replace(search_settings(), lexical=1.0, dense=0.0)
    fitted = fit_search(northbridge_index, encoder, QUERIES, start)
    searcher = Searcher(northbridge_index, encoder, fitted)
    firsts = [searcher.search(query["query"], 1).accepted for query in QUERIES]
    assert sum(hits[0].page.id in query["relevant"] for hits, query in zip(firsts, QUERIES, strict=True) if hits) >= 2
    assert 0 < fitted.accept < 1
