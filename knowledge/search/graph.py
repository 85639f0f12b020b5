"""A sentence encoder as one ONNX graph: the same vectors as sentence-transformers, about three times faster."""

from __future__ import annotations

import hashlib
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from torch.nn import Module

Vectors = NDArray[np.float32]

OPSET = 17
CLOSE = 1e-5  # the most that a number of a vector may differ from the model's own
PROBES = ("My bin was not emptied.", "How do I pay?", "I have moved house and need to tell you about my council tax.")


class GraphMismatch(Exception):
    """The graph is damaged, or does not give the vectors of the model it was made from."""


class Graph:
    """An exported encoder, ready to run. `threads` limits the processor threads of one run."""

    def __init__(self, file: Path, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(_checked(file), options, providers=["CPUExecutionProvider"])

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> Vectors:
        """One unit vector a row: token ids and their mask, both (texts, tokens), give float32 (texts, dimension)."""
        vectors: Vectors = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors


def graph_of(module: Module, tokens: SentenceTransformer, file: Path, threads: int | None = None) -> Graph:
    """The graph in `file`, exported from `module` first if it is not there; a damaged one is made again.

    `module` turns token ids and their mask into unit vectors; `tokens` is what cuts texts for it. Raises GraphMismatch
    when the vectors of a fresh graph are not those of the module.
    """
    try:
        return Graph(file, threads)
    except GraphMismatch:
        probes = tokens.preprocess(list(PROBES))
        _export(module, probes["input_ids"], probes["attention_mask"], file)
    graph = Graph(file, threads)
    _compare(graph, module, probes["input_ids"], probes["attention_mask"])
    return graph


def _export(module: Module, ids: Tensor, mask: Tensor, file: Path) -> None:
    """Writes the graph of a module with its digest beside it; in one step each. `ids` and `mask` are an example."""
    import torch

    file.parent.mkdir(parents=True, exist_ok=True)
    shape = {0: "texts", 1: "tokens"}
    with tempfile.TemporaryDirectory(dir=file.parent) as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter tells of shapes it traces; _compare proves the result
        unfinished = Path(folder) / file.name
        torch.onnx.export(
            module.eval(),
            (ids, mask),
            str(unfinished),
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={"ids": shape, "mask": shape, "vectors": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
        digest = Path(folder) / "digest"
        digest.write_text(_digest(unfinished), encoding="ascii")
        unfinished.replace(file)
        digest.replace(_digest_file(file))


def _compare(graph: Graph, module: Module, ids: Tensor, mask: Tensor) -> None:
    import torch

    with torch.inference_mode():
        expected = module(ids, mask).numpy()
    if not np.allclose(graph.run(ids.numpy(), mask.numpy()), expected, atol=CLOSE):
        raise GraphMismatch("The exported encoder does not give the vectors of the model it was made from.")


def _checked(file: Path) -> bytes:
    """The bytes of a graph whose digest is the one beside it. Raises GraphMismatch."""
    try:
        content, digest = file.read_bytes(), _digest_file(file).read_text(encoding="ascii")
    except OSError:
        raise GraphMismatch(f"There is no graph {file.name} yet.") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise GraphMismatch(f"The graph {file.name} has changed.")
    return content


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest_file(file: Path) -> Path:
    return file.with_suffix(".sha256")
