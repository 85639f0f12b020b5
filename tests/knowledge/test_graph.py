"""The exported encoder gives the vectors of the model it was made from, and is never trusted unchecked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder import Encoder
from knowledge.search.graph import Graph, GraphMismatch

pytestmark = pytest.mark.slow

TEXTS = [
    "bin",
    "My bin was not emptied today, although all the others in the street were.",
    "ŵyneb, 😀 and <PERSON_1>",
    "How much is it to get rid of a sofa? " * 40,
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where graphs are made."""
    return tmp_path_factory.mktemp("graphs")


@pytest.fixture(scope="module")
def exported(folder: Path) -> Encoder:
    """The embedded model in ONNX Runtime."""
    encoder = Encoder(threads=1, graphs=folder)
    encoder.warm_up()
    return encoder


def test_the_vectors_are_those_of_sentence_transformers(exported: Encoder) -> None:
    plain = Encoder(threads=1)
    assert np.allclose(exported.encode(TEXTS), plain.encode(TEXTS), atol=1e-5)
    assert exported.digest == plain.digest


def test_a_text_has_the_same_vector_alone_and_among_others(exported: Encoder, folder: Path) -> None:
    alone = Encoder(threads=1, graphs=folder, remembered=0)
    assert np.allclose(np.concatenate([alone.encode([text]) for text in TEXTS]), exported.encode(TEXTS), atol=1e-5)


def test_a_graph_that_was_changed_is_refused_and_made_again(exported: Encoder, folder: Path) -> None:
    file = next(folder.glob("*.onnx"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(GraphMismatch, match="changed"):
        Graph(file)
    again = Encoder(threads=1, graphs=folder)
    assert np.allclose(again.encode(TEXTS), exported.encode(TEXTS), atol=1e-5)


def test_a_graph_without_its_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"anything")
    with pytest.raises(GraphMismatch, match="no graph"):
        Graph(tmp_path / "model.onnx")
