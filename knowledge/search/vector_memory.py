"""The vectors of the last texts: two who ask for the same one at the same time share the work."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Claim:
    """Who encodes what: vectors already known, texts for the caller to encode, and texts that others are encoding."""

    known: dict[str, Vectors] = field(default_factory=dict)
    mine: list[str] = field(default_factory=list)
    others: dict[str, threading.Event] = field(default_factory=dict)


class VectorMemory:
    """Remembers `size` vectors by the digest of their text. No text is kept: some are a resident's own words."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._under_way: dict[bytes, threading.Event] = {}
        self._lock = threading.Lock()

    def claim(self, texts: Iterable[str]) -> Claim:
        """The vectors known of `texts`, and who encodes the rest. The caller must `keep` or `release` its own."""
        claim = Claim()
        with self._lock:
            for text in texts:
                key = _key(text)
                if key in self._vectors:
                    self._vectors.move_to_end(key)
                    claim.known[text] = self._vectors[key]
                elif key in self._under_way:
                    claim.others[text] = self._under_way[key]
                else:
                    self._under_way[key] = threading.Event()
                    claim.mine.append(text)
        return claim

    def keep(self, texts: Sequence[str], vectors: Sequence[Vectors]) -> None:
        """Remembers the vectors and wakes those who wait for them."""
        with self._lock:
            self._vectors.update(zip(map(_key, texts), vectors, strict=True))
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
        self.release(texts)

    def release(self, texts: Iterable[str]) -> None:
        """Wakes those who wait, whether or not there is a vector."""
        with self._lock:
            for event in [self._under_way.pop(key) for key in map(_key, texts) if key in self._under_way]:
                event.set()

    def recall(self, text: str) -> Vectors | None:
        """The vector of a text, if it is remembered."""
        with self._lock:
            return self._vectors.get(_key(text))


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
