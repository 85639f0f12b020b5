from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder import Vectors
from knowledge.search.nearest import FLAT_UP_TO, PROBES, Nearest, VectorLayout, layout_for

pytestmark = pytest.mark.slow

COUNT, DIMENSION, CLUSTERS = 20_000, 64, 400


def made(count: int, seed: int) -> Vectors:
    """Vectors of length 1 in clusters, as those of texts are: the centres are the same for every seed."""
    centres = np.random.default_rng(0).standard_normal((CLUSTERS, DIMENSION))
    random = np.random.default_rng(seed)
    vectors = centres[random.integers(CLUSTERS, size=count)] + 0.8 * random.standard_normal((count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return made(COUNT, seed=1)


@pytest.fixture(scope="module")
def lists(vectors: Vectors) -> Nearest:
    return Nearest.of(vectors)


def recall(nearest: Nearest, vectors: Vectors) -> float:
    """The share of the ten nearest that is found, over 200 queries."""
    queries = made(200, seed=2)
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    shares = [len(set(nearest.nearest(q, 10)[0]) & set(row)) / 10 for q, row in zip(queries, exact, strict=True)]
    return float(np.mean(shares))


@pytest.mark.parametrize(
    ("count", "kind"),
    [
        (1, VectorLayout()),
        (FLAT_UP_TO, VectorLayout()),
        (FLAT_UP_TO + 1, VectorLayout(256, PROBES)),
        (20_000, VectorLayout(512, PROBES)),
        (100_000, VectorLayout(1024, PROBES)),
        (1_000_000, VectorLayout(4096, PROBES)),
    ],
)
def test_the_kind_follows_from_the_number_of_vectors(count: int, kind: VectorLayout) -> None:
    assert layout_for(count) == kind


def test_a_flat_index_finds_all_of_the_nearest(vectors: Vectors) -> None:
    assert recall(Nearest.of(vectors, VectorLayout()), vectors) == 1.0


def test_an_index_of_lists_finds_at_least_95_of_100_of_the_nearest(lists: Nearest, vectors: Vectors) -> None:
    assert not lists.exact
    assert recall(lists, vectors) >= 0.95


def test_cosines_are_exact_in_either_kind(lists: Nearest, vectors: Vectors) -> None:
    query, rows = made(1, seed=3)[0], np.array([0, 7, COUNT - 1])
    for nearest in (lists, Nearest.of(vectors, VectorLayout())):
        assert np.allclose(nearest.cosines(query), vectors @ query, atol=1e-6)
        assert np.allclose(nearest.cosines_of(rows, query), vectors[rows] @ query, atol=1e-6)
        found, cosines = nearest.nearest(query, 10)
        assert np.allclose(cosines, vectors[found] @ query, atol=1e-6)


def test_more_neighbours_than_there_are_can_be_asked_for(vectors: Vectors) -> None:
    rows, cosines = Nearest.of(vectors[:3]).nearest(vectors[0], 10)
    assert rows[0] == 0
    assert len(rows) == len(cosines) == 3


def test_both_ways_of_loading_give_the_vectors_that_were_saved(lists: Nearest, tmp_path: Path) -> None:
    content, file = lists.save(), tmp_path / "vectors.faiss"
    file.write_bytes(content)
    query = made(1, seed=4)[0]
    for loaded in (Nearest.load(file, bytes(content)), Nearest.load(file, content)):
        assert np.array_equal(loaded.vectors(), lists.vectors())
        assert np.array_equal(loaded.nearest(query, 50)[0], lists.nearest(query, 50)[0])


def test_the_same_vectors_give_the_same_lists(lists: Nearest, vectors: Vectors) -> None:
    query = made(1, seed=5)[0]
    assert np.array_equal(Nearest.of(vectors).nearest(query, 50)[0], lists.nearest(query, 50)[0])
