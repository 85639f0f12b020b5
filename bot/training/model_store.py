"""The shelf of trained models: files by digest, a record beside each, and a pointer to the one in use.

The pointer is the file `current`: the digest in use on its first line, below it those that were in use before. Every
change replaces a file in one step, so that a running server may read at any moment.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = 5
DIGEST = re.compile(r"[0-9a-f]{16}")


class NoSuchModel(Exception):
    """There is no such model; the message says so, and which command helps."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model on the shelf. `record` is empty while nobody has judged it."""

    digest: str
    file: Path
    record: Mapping[str, Any]


class ModelStore:
    """The trained models of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str | None:
        """The digest of the model in use; None while none is, or its file is gone."""
        return next((each for each in self._used() if self.file(each).exists()), None)

    def file(self, digest: str) -> Path:
        """Where a model is, or would be."""
        return self.folder / f"{digest}.tar.gz"

    def models(self) -> list[StoredModel]:
        """All models, newest first."""
        files = [file for file in self.folder.glob("*.tar.gz") if DIGEST.fullmatch(_digest(file))]
        files.sort(key=lambda file: file.stat().st_mtime, reverse=True)
        return [StoredModel(_digest(file), file, self.record(_digest(file))) for file in files]

    def record(self, digest: str) -> Mapping[str, Any]:
        """The record of a model: when it was made, its figures, whether it was promoted, and why."""
        try:
            known: dict[str, Any] = json.loads(self._record(digest).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return known

    def note(self, digest: str, **facts: Any) -> None:
        """Adds to the record of a model."""
        made = datetime.fromtimestamp(self._there(digest).stat().st_mtime, UTC).isoformat(timespec="seconds")
        record = {"digest": digest, "made": made, **self.record(digest), **facts}
        self._replace(self._record(digest), json.dumps(record, indent=1) + "\n")

    def promote(self, digest: str) -> None:
        """Puts a model in use. Raises NoSuchModel."""
        self._there(digest)
        earlier = [each for each in self._used() if each != digest]
        self._point([digest, *earlier])

    def rollback(self) -> str:
        """Puts the model that was in use before back in use, and returns its digest. Raises NoSuchModel."""
        earlier = [each for each in self._used()[1:] if self.file(each).exists()]
        if not earlier:
            raise NoSuchModel("No earlier model is on the shelf. `reeve models` lists what there is.")
        self._point(earlier)
        return earlier[0]

    def prune(self) -> list[str]:
        """Removes all but the models that are or were in use and the newest, `KEPT` in all; returns what went."""
        there = [model.digest for model in self.models()]
        kept = list(dict.fromkeys([*(each for each in self._used() if each in there), *there]))[:KEPT]
        gone = [digest for digest in there if digest not in kept]
        for digest in gone:
            self.file(digest).unlink(missing_ok=True)
            self._record(digest).unlink(missing_ok=True)
        return gone

    def _used(self) -> list[str]:
        try:
            lines = (self.folder / "current").read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []
        return [line for line in lines if DIGEST.fullmatch(line)]

    def _point(self, digests: list[str]) -> None:
        self._replace(self.folder / "current", "".join(f"{digest}\n" for digest in digests[:KEPT]))

    def _there(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest) or not self.file(digest).exists():
            raise NoSuchModel(f"There is no model {digest}. `reeve models` lists what there is.")
        return self.file(digest)

    def _record(self, digest: str) -> Path:
        return self.folder / f"{digest}.json"

    def _replace(self, file: Path, text: str) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=f".{file.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(name).replace(file)


def _digest(file: Path) -> str:
    return file.name.removesuffix(".tar.gz")
