"""The council pack as one zip: what a council hands to another, with the pages that are published now."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from knowledge.importers.folder import MANIFEST
from knowledge.pack.page_source import PageSource
from knowledge.pack.write_page import page_text

PAGES = "pages"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same pages give the same bytes, whenever they are asked for


def export_pack(folder: Path, sources: Iterable[PageSource]) -> bytes:
    """A zip of the pack in `folder` with these pages in place of its own, and a manifest of every file's digest."""
    files = dict(_files(folder))
    files |= {f"{PAGES}/{source.id}.md": page_text(source).encode() for source in sources}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    files[MANIFEST] = json.dumps({"files": sums}, indent=1).encode()
    return _zip(files)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and name.parts[0] != PAGES and not _is_hidden(name):
            yield name.as_posix(), path.read_bytes()


def _is_hidden(name: Path) -> bool:
    return any(part.startswith((".", "__")) for part in name.parts)


def _zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
