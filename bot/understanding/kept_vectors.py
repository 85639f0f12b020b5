"""Vectors of fixed texts, kept on disk: thousands of examples are encoded once, not at every start."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class NamedEncoder(Protocol):
    """An encoder whose weights have a digest."""

    @property
    def digest(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class KeptVectors:
    """Encodes like its encoder, and remembers each list of texts in a file named by their digest and the encoder's."""

    def __init__(self, encoder: NamedEncoder, folder: Path) -> None:
        self._encoder, self._folder = encoder, folder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text: shape (texts, dimension). A file that cannot be read is made again."""
        digest = hashlib.sha256(self._encoder.digest.encode())
        for text in texts:
            digest.update(b"\x00" + text.encode())
        file = self._folder / f"{digest.hexdigest()[:24]}.npy"
        try:
            kept: Vectors = np.load(file, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            kept = self._encoder.encode(texts)
            self._keep(file, kept)
        return kept

    def _keep(self, file: Path, vectors: Vectors) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".new", delete=False) as stream:
            np.save(stream, vectors, allow_pickle=False)
        Path(stream.name).replace(file)
