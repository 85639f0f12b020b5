"""The nearest of many vectors: all are compared while they are few, the likely lists of them when they are many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoder import Vectors
from knowledge.search.index_generations import Content

Rows = NDArray[np.int64]

# What `reeve bench search` measured (docs/search.md): comparing 10,000 vectors takes 0.4 ms, half of what a whole
# search may take. Beyond that the vectors lie in lists, each around a centre; the 32 lists whose centres are nearest
# hold at least 97 of 100 of the ten nearest vectors at every size.
FLAT_UP_TO = 10_000  # vectors
PROBES = 32  # lists looked into
SAMPLE = 40  # vectors for each list, from which the centres are learned
SEED = 20_240


@dataclass(frozen=True, slots=True)
class VectorLayout:
    """How vectors are kept: in `lists` lists of which `probes` are looked into, or in none (0: all are compared)."""

    lists: int = 0
    probes: int = 0


def layout_for(vectors: int) -> VectorLayout:
    """The kind for a number of vectors: flat, or about three square roots of it in lists, a power of two."""
    if vectors <= FLAT_UP_TO:
        return VectorLayout()
    return VectorLayout(2 ** round(math.log2(3 * math.sqrt(vectors))), PROBES)


class Nearest:
    """Vectors of length 1, in rows, and the cosines of one vector with them. Safe to share between threads."""

    def __init__(self, index: faiss.Index) -> None:
        self.index = index
        self.exact = isinstance(index, faiss.IndexFlat)
        if not self.exact:
            index.set_direct_map_type(faiss.DirectMap.Array)  # so that a vector can be had by its row

    @classmethod
    def of(cls, vectors: Vectors, kind: VectorLayout | None = None) -> Nearest:
        """The vectors, kept in the way for their number, or in another."""
        kind = kind or layout_for(len(vectors))
        dimension = vectors.shape[1]
        flat = faiss.IndexFlatIP(dimension)
        if not kind.lists:
            flat.add(vectors)
            return cls(flat)
        lists = faiss.IndexIVFFlat(flat, dimension, kind.lists, faiss.METRIC_INNER_PRODUCT)
        lists.nprobe = kind.probes
        lists.cp.spherical, lists.cp.seed = True, SEED
        sample = min(len(vectors), kind.lists * SAMPLE)
        chosen = np.random.default_rng(SEED).choice(len(vectors), sample, replace=False)
        lists.train(vectors[np.sort(chosen)])
        lists.add(vectors)
        return cls(lists)

    @classmethod
    def load(cls, file: Path, content: Content) -> Nearest:
        """The vectors of `save`, whose bytes are `content`: read, or mapped from the file if `content` is a view."""
        if isinstance(content, bytes):
            return cls(faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8)))
        index = faiss.read_index(str(file), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        if isinstance(index, faiss.IndexIVF):
            faiss.downcast_InvertedLists(index.invlists).prefetch_nthread = 0  # no new threads for every query
        return cls(index)

    def save(self) -> memoryview:
        """The bytes to write to a file."""
        return memoryview(faiss.serialize_index(self.index))

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def vectors(self) -> Vectors:
        """All vectors in order of their rows: float32, shape (vectors, dimension)."""
        return np.asarray(self.index.reconstruct_n(0, len(self)), dtype=np.float32)

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosine of one vector with each of these, in order: for few vectors."""
        if not self.exact:
            return self.vectors() @ vector
        cosines = np.empty(len(self), dtype=np.float32)
        asked = np.ascontiguousarray(vector, dtype=np.float32)
        out, x = faiss.swig_ptr(cosines), faiss.swig_ptr(asked)
        faiss.fvec_inner_products_ny(out, x, self.index.get_xb(), self.index.d, len(self))
        return cosines

    def nearest(self, vector: Vectors, count: int) -> tuple[Rows, Vectors]:
        """The rows of the `count` nearest vectors that were found, and their cosines, best first."""
        cosines, rows = self.index.search(vector.reshape(1, -1), min(count, len(self)))
        found = rows[0] >= 0
        return rows[0][found], cosines[0][found]

    def cosines_of(self, rows: Rows, vector: Vectors) -> Vectors:
        """The cosine of one vector with the vectors of some rows."""
        return np.asarray(self.index.reconstruct_batch(rows) @ vector, dtype=np.float32)
