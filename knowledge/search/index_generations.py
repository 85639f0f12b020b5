"""Generations of an index on disk: each in a folder named by digest, one of them current."""

from __future__ import annotations

import fcntl
import hashlib
import json
import mmap
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FORMAT = 2
MAPPED_FROM = 64 << 20  # bytes: a larger file is mapped into memory, not read
_NAME = re.compile(r"[0-9a-f]{16}")
_MANIFEST, _CURRENT, _LOCK, _UNFINISHED = "manifest.json", "current", "lock", "unfinished-"


Content = bytes | memoryview


class IndexMismatch(Exception):
    """The index is missing, damaged, or was made by another encoder."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The files of one build, checked against their manifest; large ones are views of the disk."""

    name: str
    encoder_digest: str
    folder: Path
    files: Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations under a folder. `current` in it is a file that holds the name of the one in use."""

    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until no other process is building in this folder, and keep the others waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)  # released with the file, even when the process dies
            yield

    def name_of(self, files: Mapping[str, Content], encoder_digest: str) -> str:
        """The name of a generation: the same content and encoder always give the same one."""
        digest = hashlib.sha256(f"{FORMAT} {encoder_digest}".encode())
        for name in sorted(files):
            digest.update(hashlib.sha256(files[name]).digest())
        return digest.hexdigest()[:16]

    def holds(self, name: str) -> bool:
        """Whether a whole generation of this name is there."""
        try:
            self._read(name)
        except IndexMismatch:
            return False
        return True

    def write(self, name: str, files: Mapping[str, Content], encoder_digest: str) -> None:
        """Write a generation beside the others. It gets its name only when every byte is on the disk."""
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.folder))
        digests = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
        manifest = {"format": FORMAT, "encoder": encoder_digest, "files": digests}
        for file, content in files.items():
            write_to_disk(unfinished / file, content)
        write_to_disk(unfinished / _MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
        shutil.rmtree(self.folder / name, ignore_errors=True)  # a damaged one may be in the way
        unfinished.rename(self.folder / name)

    def switch_to(self, name: str) -> None:
        """Make a generation the current one, in one step.

        The one before it stays, because somebody may be reading it; older ones go.
        """
        before = self._current_name()
        with tempfile.NamedTemporaryFile("w", dir=self.folder, prefix=_UNFINISHED, delete=False) as stream:
            stream.write(name)
            stream.flush()
            os.fsync(stream.fileno())
        Path(stream.name).replace(self.folder / _CURRENT)
        self._prune({name, before})

    def current(self) -> Generation:
        """The current generation. Raises IndexMismatch if there is none or it is damaged."""
        name = self._current_name()
        if not name:
            raise IndexMismatch("There is no index yet. Build it.")
        return self._read(name)

    def _current_name(self) -> str:
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return name if _NAME.fullmatch(name) else ""

    def _read(self, name: str) -> Generation:
        try:
            manifest = json.loads((self.folder / name / _MANIFEST).read_bytes())
            files = {file: _content(self.folder / name / Path(file).name) for file in manifest["files"]}
            encoder_digest = str(manifest["encoder"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexMismatch(f"The index {name} is not whole. Build it again.") from error
        if manifest.get("format") != FORMAT:
            raise IndexMismatch(f"The index {name} has another format. Build it again.")
        for file, content in files.items():
            if hashlib.sha256(content).hexdigest() != manifest["files"][file]:
                raise IndexMismatch(f"{file} of the index {name} has changed. Build it again.")
        return Generation(name, encoder_digest, self.folder / name, files)

    def _prune(self, kept: set[str]) -> None:
        for path in self.folder.iterdir():
            old = path.name not in kept and _NAME.fullmatch(path.name)
            if path.is_dir() and (old or _is_left_over(path)):
                shutil.rmtree(path, ignore_errors=True)


def _is_left_over(path: Path) -> bool:
    """Whether a build that was never finished has been lying here for an hour."""
    return path.name.startswith(_UNFINISHED) and time.time() - path.stat().st_mtime > 3600


def _content(file: Path) -> Content:
    """The content of a file. A generation's files never change, so a memory-mapped view of one stays good."""
    if file.stat().st_size < MAPPED_FROM:
        return file.read_bytes()
    with file.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def write_to_disk(file: Path, content: Content) -> None:
    """Writes a file, and returns when every byte of it is on the disk."""
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
