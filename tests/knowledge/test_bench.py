from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from knowledge.measuring.bench import main
from knowledge.measuring.lookalikes import PASSAGES, Lookalikes, Model
from knowledge.search.encoder import Encoder
from knowledge.search.index import Index

QUESTIONS = ["my bin was not emptied", "pay council tax"]


def test_one_size_is_built_and_searched(
    northbridge_index: Index, encoder: Encoder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "base.pickle"
    base.write_bytes(pickle.dumps((Model.of(northbridge_index), QUESTIONS, encoder.encode(QUESTIONS))))
    reports = {}
    for step in ("build", "search"):
        assert main([step, str(base), str(tmp_path / "500"), "500"]) == 0
        reports |= json.loads(capsys.readouterr().out)
    assert reports["vectors"] == 500 + -(-500 // PASSAGES)
    assert reports["one_page_changed"]["encoded"] == f"1 of {reports['vectors']}"
    assert reports["vectors_recall_at_10"] == reports["whole_recall_at_10"] == 1.0
    assert reports["whole_ms"]["p50"] <= reports["whole_ms"]["p95"]


def test_lookalikes_are_the_same_every_time_and_near_what_they_are_like(northbridge_index: Index) -> None:
    model = Model.of(northbridge_index)
    made = [Lookalikes(model), Lookalikes(model)]
    pages, passages = made[0].pages(100)
    assert (pages, passages) == made[1].pages(100)
    assert len(passages) == 100
    texts = [f"{passage.headings[0]}. {passage.text}" for passage in passages]
    vectors = made[0].encode(texts)
    assert np.array_equal(vectors, made[1].encode(texts))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.median((vectors @ model.vectors.T).max(axis=1)) > 0.75
