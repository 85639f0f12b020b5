"""A folder or zip of our own pages: read in memory, checked against its manifest, refused when it is hostile."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.importers import bundle
from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.folder import Folder
from knowledge.importers.imported import ImportProgress, KnownPage

PAGE = """---
service: missed-bin
title: Report a missed bin
summary: Tell us within {{ waste.within }}.
url: /services/missed-bin
team: waste
reviewed_on: 2026-09-14
actions: [report, talk]
synonyms: [bin men]
---
Pay {{ waste.fee }} or see [tax](/services/council-tax-pay).
"""
FILES = {"pages/missed-bin.md": PAGE, "facts/waste.yml": "within: 2 days\nfee: £30\n", "README.md": "No page"}


def put(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def pack(file: Path, files: Mapping[str, str | bytes], manifest: bool = True) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        if manifest:
            sums = {
                name: hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
                for name, text in files.items()
            }
            archive.writestr("manifest.json", json.dumps({"files": sums}))
    return file


def said(result: ImportRun) -> str:
    return "\n".join(map(str, result.report.lines))


def refused(source: Path) -> str:
    known = {"a": KnownPage("x"), "b": KnownPage("y"), "c": KnownPage("z")}
    result = collect(Folder(source), known)
    assert (result.pages, result.complete, diff(known, result).gone) == ((), False, ())
    return said(result)


def test_pages_are_read_with_their_facts_from_a_folder_and_from_a_zip(tmp_path: Path) -> None:
    for source in (put(tmp_path / "pack", FILES), pack(tmp_path / "pack.zip", FILES)):
        importer = Folder(source)
        result = collect(importer, {})
        (page,) = result.pages
        assert (page.key, page.service, page.url) == ("pages/missed-bin.md", "missed-bin", "/services/missed-bin")
        assert (page.title, page.summary) == ("Report a missed bin", "Tell us within 2 days.")
        assert page.body_markdown == "Pay £30 or see [tax](/services/council-tax-pay)."
        assert page.updated_at is not None
        assert page.updated_at.date().isoformat() == "2026-09-14"
        assert (result.complete, result.report.lines, importer.progress) == (True, (), ImportProgress(1, 1))


def test_a_page_needs_no_more_than_a_title_and_words(tmp_path: Path) -> None:
    files = {
        "a.md": "---\ntitle: A\ncolour: red\n---\nWords.\n", "b.md": "No front matter", "c.md": "---\ntitle: [\n---\nx",
        "d.md": "---\ntitle: D\n---\n",
        "e.md": "---\ntitle: E\nservice: Not A Slug\nurl: javascript:x\n---\n{{ no.fact }} x",
        "f.md": "---\ntitle: F\n---\n<b>x</b> <script>alert(1)</script> [y](javascript:1) ![z](data:x)",
    }  # fmt: skip
    result = collect(
        Folder(put(tmp_path, files)), {"b.md": KnownPage("x"), "zz.md": KnownPage("y"), "a.md": KnownPage("z")}
    )
    assert [(page.title, page.service, page.url) for page in result.pages] == [
        ("A", None, ""), ("E", None, ""), ("F", None, ""),
    ]  # fmt: skip
    assert result.pages[2].body_markdown.startswith("**x**")
    for words in ("`colour` is not known", "begins with a line of three hyphens", "not valid YAML", "no text",
                  "no fact called `no.fact`", "were taken out"):  # fmt: skip
        assert words in said(result)
    changes = diff({"b.md": KnownPage("x"), "zz.md": KnownPage("y"), "a.md": KnownPage("z")}, result)
    assert (changes.gone, changes.missing) == (("zz.md",), ("b.md",))


def test_a_zip_that_is_not_what_its_manifest_says_is_refused(tmp_path: Path) -> None:
    changed = pack(tmp_path / "changed.zip", FILES)
    with zipfile.ZipFile(changed, "a") as archive:
        archive.writestr("pages/extra.md", PAGE)
    assert "1 files are not as manifest.json says, such as pages/extra.md" in refused(changed)
    for number, text in enumerate(["{", "[]", '{"files": 5}', '{"files": {"missing.md": "00"}}']):
        odd = pack(tmp_path / f"odd-{number}.zip", {"a.md": PAGE, "manifest.json": text}, manifest=False)
        assert "manifest.json" in refused(odd)


@pytest.mark.parametrize(
    "name", ["../evil.md", "/etc/evil.md", "pages/../../evil.md", "..\\evil.md", "C:evil.md", "a/\\\\x.md"]
)
def test_a_path_that_leads_out_of_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out of it" in refused(pack(tmp_path / "evil.zip", {name: PAGE}, manifest=False))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.zip"]


def test_links_are_refused_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("pages/link.md")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "is a link" in refused(tmp_path / "links.zip")
    folder = put(tmp_path / "folder", FILES)
    (folder / "pages" / "link.md").symlink_to("/etc/passwd")
    assert "is a link" in refused(folder)


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = pack(tmp_path / "one.zip", {"pages/a.md": b"\0" * 2_000_001}, manifest=False)
    assert "larger than 2 MB" in refused(one)
    many = pack(tmp_path / "many.zip", {f"{n}.md": b"\0" * 1_900_000 for n in range(27)}, manifest=False)
    assert "together are larger than 50 MB" in refused(many)
    monkeypatch.setattr(bundle, "MOST_FILES", 10)
    crowd = pack(tmp_path / "crowd.zip", {f"{n}.md": "x" for n in range(11)}, manifest=False)
    assert "more than 10 files" in refused(crowd)
    assert "more than 10 files" in refused(put(tmp_path / "crowd", {f"{n}.md": "x" for n in range(11)}))


def test_a_zip_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    file = pack(tmp_path / "lie.zip", {"a.md": b"x" * 5000}, manifest=False)
    content = file.read_bytes().replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    file.write_bytes(content)
    assert "error" in refused(file)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_other_odd_sources_are_told(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    assert "not a zip" in refused(tmp_path / "text.zip")
    assert "no such folder" in refused(tmp_path / "nowhere")
    assert "no pages" in refused(put(tmp_path / "empty", {"x.txt": "x"}))
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("a.md", PAGE)
        archive.writestr("a.md", "other")
    assert "twice" in refused(tmp_path / "twice.zip")
    assert "facts/waste.yml, line 2" in refused(put(tmp_path / "facts", {**FILES, "facts/waste.yml": "a: [\n"}))
    half = pack(tmp_path / "half.zip", FILES)
    os.truncate(half, half.stat().st_size // 2)
    assert "not a zip" in refused(half)
