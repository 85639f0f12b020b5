"""Ranking the likely pages only gives what ranking all of them gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.measuring.evaluate import GOLDEN, read_rows
from knowledge.measuring.lookalikes import Lookalikes, Model
from knowledge.pack.load import CouncilPack
from knowledge.search.encoder import Encoder
from knowledge.search.index import Index, build_index, write_index
from knowledge.search.measures import LARGE, Reach, best_first, reach
from knowledge.search.nearest import Nearest, VectorLayout
from knowledge.search.search import Searcher

QUERIES = [row["query"] for row in read_rows(GOLDEN / "queries.jsonl")]
WANTED = 10


def brute_force(searcher: Searcher, query: str) -> list[tuple[str, str, float]]:
    """Every page by plain loops over its vectors: id, best passage, score; equal scores in the pages' order."""
    index, told = searcher.index, searcher.settings
    cosines = index.vectors.vectors() @ searcher.encoder.encode([query])[0]
    letters = index.lexicon.score(query)
    found = []
    for place, page in enumerate(index.pages):
        rows = [row for row in range(len(index.passages)) if index.owners[row] == place]
        names = [row for row in range(len(index.passages), len(index.owners)) if index.owners[row] == place]
        best = max(rows, key=lambda row: cosines[row])
        dense = cosines[best]
        if names:
            dense = (1 - told.names) * dense + told.names * max(cosines[row] for row in names)
        score = told.dense * dense + told.lexical * letters[place]
        found.append((page.id, index.passages[best].id, float(score)))
    return sorted(found, key=lambda each: -each[2])


@pytest.fixture(scope="module")
def large(northbridge_index: Index, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, Lookalikes]:
    """An index of 20,000 passages like the pack's, in lists."""
    made = Lookalikes(Model.of(northbridge_index))
    pages, passages = made.pages(20_000)
    return write_index(pages, passages, made, tmp_path_factory.mktemp("large")), made


def test_a_larger_index_is_looked_at_further() -> None:
    assert reach(LARGE) == Reach(200, 100, 4)
    assert reach(LARGE + 1) == Reach(1000, 400, 10)


def test_a_small_index_is_ranked_as_by_brute_force(searcher: Searcher) -> None:
    assert searcher.index.vectors.exact
    for query in QUERIES[::12]:
        right = brute_force(searcher, query)
        found = searcher.search(query, k=len(right)).ranked
        assert [hit.page.id for hit in found] == [page for page, _, _ in right]
        assert [hit.passage.id for hit in found] == [passage for _, passage, _ in right]
        assert [hit.score for hit in found] == pytest.approx([score for _, _, score in right], abs=1e-5)


def test_fewer_hits_are_the_beginning_of_all_hits(searcher: Searcher) -> None:
    for query in QUERIES[::40]:
        every = searcher.search(query, k=len(searcher.index.pages)).ranked
        assert searcher.search(query, k=7).ranked == every[:7]


def test_a_large_index_is_ranked_nearly_as_if_all_pages_were_measured(
    large: tuple[Index, Lookalikes], encoder: Encoder
) -> None:
    index, made = large
    assert not index.vectors.exact
    whole = Searcher(replace(index, vectors=Nearest.of(index.vectors.vectors(), VectorLayout())), made)
    shares = []
    for query, vector in zip(QUERIES[::5], encoder.encode(QUERIES[::5]), strict=True):
        right = {hit.page.id: hit.score for hit in whole.rank(vector, query).ranked}
        found = {hit.page.id: hit.score for hit in Searcher(index, made).rank(vector, query).ranked}
        shares.append(len(right.keys() & found.keys()) / WANTED)
        assert all(found[page] == pytest.approx(right[page], abs=1e-5) for page in right.keys() & found.keys())
    assert np.mean(shares) >= 0.97


def test_a_service_is_searched_whole_in_a_large_index_too(large: tuple[Index, Lookalikes], encoder: Encoder) -> None:
    index, made = large
    whole = Searcher(replace(index, vectors=Nearest.of(index.vectors.vectors(), VectorLayout())), made)
    service = index.services[0]
    for query, vector in zip(QUERIES[:5], encoder.encode(QUERIES[:5]), strict=True):
        ranked = [
            [hit.page.id for hit in each.rank(vector, query, service=service).ranked if hit.page.service == service]
            for each in (whole, Searcher(index, made))
        ]
        assert ranked[0] == ranked[1]
        assert len(ranked[0]) == WANTED


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]) | st.floats(-1, 1, width=32)), st.integers(0, 20))
def test_the_best_come_first_and_equals_stay_in_order(values: list[float], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    right = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    assert best_first(scores, k).tolist() == right[:k]


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_the_order_does_not_depend_on_what_else_is_asked(searcher: Searcher, data: st.DataObject) -> None:
    query = data.draw(st.sampled_from(QUERIES))
    first = searcher.search(query).ranked
    searcher.search(data.draw(st.sampled_from(QUERIES)))
    assert searcher.search(query).ranked == first
    fewer = data.draw(st.integers(1, 10))
    assert searcher.search(query, k=fewer).ranked == first[:fewer]
    assert [hit.score for hit in first] == sorted((hit.score for hit in first), reverse=True)


def test_a_changed_page_costs_only_its_own_passages(northbridge: CouncilPack, tmp_path: Path) -> None:
    made = Lookalikes(Model(("bins",), (("bin",),), ("bin",), np.eye(8, dtype=np.float32), np.zeros(8, dtype=np.int64)))
    build_index(northbridge.pages, made, tmp_path)
    made.encoded = 0
    build_index((replace(northbridge.pages[0], summary="Changed."), *northbridge.pages[1:]), made, tmp_path)
    assert made.encoded == 1
