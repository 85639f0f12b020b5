"""The exported pack: loads as the pack it came from, and another council's importer takes it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from api.pages.sharing.pack import export_pack
from api.settings import Settings
from knowledge.importers.collect import collect, diff
from knowledge.importers.fetch import Fetcher
from knowledge.importers.imported import Level
from knowledge.importers.kind import SourceKind
from knowledge.importers.sources import make_importer
from knowledge.pack.load import CouncilPack, load_pack

pytestmark = pytest.mark.slow

FOLDER = Settings(_env_file=None).council_pack


@cache
def northbridge() -> CouncilPack:
    return load_pack(FOLDER)


def test_an_exported_pack_loads_as_the_one_it_came_from(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(export_pack(FOLDER, northbridge().sources))) as archive:
        archive.extractall(tmp_path)
    again = load_pack(tmp_path)
    assert (again.pages, again.services, again.facts) == (
        northbridge().pages,
        northbridge().services,
        northbridge().facts,
    )


def test_the_importer_of_another_council_takes_every_page(tmp_path: Path) -> None:
    file = tmp_path / "northbridge.zip"
    file.write_bytes(export_pack(FOLDER, northbridge().sources))
    with Fetcher() as fetcher:
        run = collect(make_importer(SourceKind.FOLDER, str(file), fetcher), {})
    assert run.complete and run.report.count(Level.ERROR) == 0
    assert {page.url: page.service for page in run.pages} == {p.url: p.service for p in northbridge().pages}
    assert len(diff({}, run).new) == len(northbridge().pages)


def test_a_page_with_awkward_words_comes_through(tmp_path: Path) -> None:
    odd = replace(northbridge().sources[0], title='Bins: "quoted" # and \\ more', synonyms=("yes", "a: b", "c, d"))
    with zipfile.ZipFile(io.BytesIO(export_pack(FOLDER, [odd]))) as archive:
        text = archive.read(f"pages/{odd.id}.md").decode()
    from knowledge.pack.read_page import PageReader

    services = {service.slug: service for service in northbridge().services}
    pages = frozenset(page.id for page in northbridge().pages)
    read = PageReader(services, northbridge().facts, pages).parse(text, Path(f"{odd.id}.md"), problems := [])
    assert read is None or (read[0].title, read[0].synonyms) == (odd.title, odd.synonyms)
    assert all("synonyms; there must be" in problem.what for problem in problems)


def test_a_pack_with_a_changed_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    packed = export_pack(FOLDER, northbridge().sources)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(file, "w") as changed:
        for name in archive.namelist():
            more = b"\nPay us more.\n" if name == "pages/missed-bin.md" else b""
            changed.writestr(name, archive.read(name) + more)
    with Fetcher() as fetcher:
        run = collect(make_importer(SourceKind.FOLDER, str(file), fetcher), {})
    assert not run.complete and not run.pages
