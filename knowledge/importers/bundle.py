"""The files of a folder or a zip, in memory: nothing is unpacked, and nothing outside of it is read."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

MOST_FILES = 10_000
LARGEST_FILE = 2_000_000  # bytes
LARGEST_ALL = 50_000_000  # bytes
_SEPARATORS = ("\\", ":", "\0")


class BadBundle(Exception):
    """The folder or zip is refused as a whole; the message says why."""


def read_bundle(source: Path) -> dict[str, bytes]:
    """Every file by its path inside, as `pages/missed-bin.md`, in order. Raises BadBundle."""
    if source.is_dir():
        files = dict(_folder(source))
    elif source.is_file():
        files = dict(_zip(source))
    else:
        raise BadBundle("There is no such folder or file.")
    return {name: files[name] for name in sorted(files)}


def _folder(source: Path) -> Iterator[tuple[str, bytes]]:
    found = sorted(islice(source.rglob("*"), MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise BadBundle(f"The folder holds more than {MOST_FILES:,} files.")
    room = LARGEST_ALL
    for path in found:
        name = path.relative_to(source).as_posix()
        if _is_hidden(name):
            continue
        if path.is_symlink():
            raise BadBundle(f"{name} is a link to somewhere else. Put the file itself there.")
        if path.is_file():
            room = _less(room, path.stat().st_size, name)
            yield name, path.read_bytes()


def _zip(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise BadBundle(f"The zip holds more than {MOST_FILES:,} files.")
            seen: set[str] = set()
            room = LARGEST_ALL
            for entry in entries:
                _check(entry, seen)
                if not entry.is_dir() and not _is_hidden(entry.filename):
                    room = _less(room, entry.file_size, entry.filename)
                    yield entry.filename, _content(archive, entry)
    # What zipfile raises for a file that is no zip, is cut off or damaged, or was packed in a way that it does not know
    # (NotImplementedError) or with a password (RuntimeError); ValueError for a name that it cannot read.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BadBundle(f"This is not a zip that can be read ({str(error)[:100]}).") from None


def _check(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    """Raises BadBundle for an entry that nobody makes who means well."""
    name = entry.orig_filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or any(sign in name for sign in _SEPARATORS):
        raise BadBundle(f"The zip holds a path that leads out of it: {name[:100]!r}.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadBundle(f"{name[:100]} in the zip is a link to somewhere else.")
    if entry.flag_bits & 1:
        raise BadBundle("The zip is locked with a password. Give one without.")
    if name in seen:
        raise BadBundle(f"{name[:100]} is in the zip twice.")
    seen.add(name)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content, never more than the entry says it is."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise BadBundle(f"{entry.filename[:100]} in the zip is larger than the zip says.")
    return content


def _less(room: int, size: int, name: str) -> int:
    if size > LARGEST_FILE:
        raise BadBundle(f"{name[:100]} is larger than {LARGEST_FILE // 1_000_000} MB when unpacked.")
    if size > room:
        raise BadBundle(f"All files together are larger than {LARGEST_ALL // 1_000_000} MB when unpacked.")
    return room - size


def _is_hidden(name: str) -> bool:
    """Files that systems leave behind: .DS_Store, __MACOSX."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
