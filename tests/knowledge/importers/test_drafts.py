"""Drafts in a folder: our page format, nobody's work written over, pages that are gone set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.importers.collect import ImportRun, diff
from knowledge.importers.drafts import DraftFolder, UnreadableNote, slug_of
from knowledge.importers.folder import Folder
from knowledge.importers.guess_service import ImportGuess, guess_service
from knowledge.importers.imported import Imported, imported
from knowledge.pack.front_matter import read_front_matter
from knowledge.pack.problems import PackProblem
from knowledge.pack.read_page import PageReader
from knowledge.pack.services import Service

NOTE = {"written": "", "digest": "", "etag": None, "last_modified": None}
SERVICE = Service("missed-bin", 524, "Missed bin", "waste", "report")


def guess(page: Imported) -> ImportGuess:
    return guess_service(page, (SERVICE,))


def write(folder: Path, *pages: Imported, complete: bool = True) -> list[str]:
    drafts = DraftFolder(folder)
    known = drafts.known()
    return [str(line) for line in drafts.write(diff(known, ImportRun(pages, complete=complete)), (SERVICE,), guess)]


def page(key: str, title: str = 'Say "bins": #1 {x}', body: str = "Words.", **more: object) -> Imported:
    return imported(key, title, body, **more)  # type: ignore[arg-type]


def test_a_draft_is_in_our_page_format_and_says_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path, page("k", lgsl=524, summary="It's: 'short'", url="https://x.example/\u2028evil: x"))
    text = (tmp_path / "pages/missed-bin.md").read_text(encoding="utf-8")
    problems: list[PackProblem] = []
    front = read_front_matter(text, Path("missed-bin.md"), problems)
    assert front is not None
    assert problems == []
    fields = {name: entry.text if entry.texts is None else entry.texts for name, entry in front.fields.items()}
    assert fields == {
        "service": "missed-bin", "title": 'Say "bins": #1 {x}', "summary": "It's: 'short'", "team": "waste",
        "url": "/services/missed-bin", "reviewed_on": "", "actions": ("report", "talk"), "synonyms": (),
        "questions": (),
    }  # fmt: skip
    assert front.body.strip() == "Words."
    assert "sure to 95%" in text
    (again,) = Folder(tmp_path).pages({})
    assert isinstance(again, Imported)
    assert again.title == 'Say "bins": #1 {x}'


def test_a_finished_draft_is_a_page_of_the_pack(tmp_path: Path) -> None:
    summary = "Tell us within two working days and we come back for your bin as soon as we can."
    write(tmp_path, page("k", title="Report a missed bin", summary=summary, service="missed-bin"))
    file = tmp_path / "pages/missed-bin.md"
    reader, problems = PageReader({"missed-bin": SERVICE}, {}, frozenset({"missed-bin"})), list[PackProblem]()
    assert reader.read(file, problems) is None
    assert {problem.what.split()[0] for problem in problems} == {"`reviewed_on`", "`synonyms`"}
    words = ", ".join(f"word {number}" for number in range(6))
    finished = file.read_text(encoding="utf-8").replace("reviewed_on:", "reviewed_on: 2026-09-14")
    file.write_text(finished.replace("synonyms: []", f"synonyms: [{words}]"), encoding="utf-8")
    problems.clear()
    made = reader.read(file, problems)
    assert problems == []
    assert made is not None
    _, finished_page = made
    assert (finished_page.title, finished_page.team, finished_page.body) == ("Report a missed bin", "waste", "Words.")


def test_changed_pages_are_written_again_and_gone_ones_set_aside(tmp_path: Path) -> None:
    write(tmp_path, page("a", "A"), page("b", "B"), page("c", "C", etag="1"))
    assert write(tmp_path, page("a", "A", "New words."), page("c", "C", etag="2")) == []
    assert "New words." in (tmp_path / "pages/a.md").read_text(encoding="utf-8")
    assert not (tmp_path / "pages/b.md").exists()
    assert (tmp_path / "retired/b.md").exists()
    notes = json.loads((tmp_path / "import.json").read_text(encoding="utf-8"))
    assert (notes.keys(), notes["c"]["etag"]) == ({"a", "c"}, "2")


def test_what_a_person_changed_is_never_written_over(tmp_path: Path) -> None:
    write(tmp_path, page("a", "A"))
    (tmp_path / "pages/a.md").write_text("my own words", encoding="utf-8")
    (line,) = write(tmp_path, page("a", "A", "New words."))
    assert "Somebody has changed this draft" in line
    assert (tmp_path / "pages/a.md").read_text(encoding="utf-8") == "my own words"
    assert "New words." in (tmp_path / "pages/a.imported.txt").read_text(encoding="utf-8")
    (tmp_path / "pages/other.md").write_text("mine too", encoding="utf-8")
    write(tmp_path, page("a", "A", "New words."), page("b", "Other"))
    assert (tmp_path / "pages/other.md").read_text(encoding="utf-8") == "mine too"
    assert (tmp_path / "pages/other-2.md").exists()


def test_file_names_mean_no_harm() -> None:
    assert slug_of("../../\xc9tc/passwd\0 \u202ex") == "etc-passwd-x"
    assert slug_of("???") == "page"
    assert len(slug_of("word " * 100)) <= 60


def test_a_note_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"a": {"file": 1}}', '{"a": 5}', json.dumps({"a": {**NOTE, "file": "../../x.md"}})):
        (tmp_path / "import.json").write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableNote):
            DraftFolder(tmp_path).known()
