"""Drafts in a folder: one file a page in our page format, and a note of what was imported."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, count
from pathlib import Path

from knowledge.importers.collect import ImportChanges
from knowledge.importers.guess_service import ImportGuess
from knowledge.importers.imported import Imported, ImportProblem, KnownPage, Level
from knowledge.pack.page import PageAction
from knowledge.pack.services import Service
from redaction.text.fold import plain

NOTES = "import.json"
_DRAFT = re.compile(r"pages/[a-z0-9-]+\.md")
SURE = 0.8  # a guess that names the file; any other is only told inside
_ACTIONS = frozenset(action.value for action in PageAction)

Guesser = Callable[[Imported], ImportGuess]


class UnreadableNote(Exception):
    """The folder's note of what was imported cannot be read. The message is for a person."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What we wrote for a page: `written` is the digest of the file as we left it."""

    file: str
    written: str
    digest: str
    etag: str | None
    last_modified: str | None


@dataclass
class DraftFolder:
    """A folder of drafts. Files that a person changed since are never written over."""

    folder: Path
    _notes: dict[str, _Note] = field(default_factory=dict)

    def known(self) -> dict[str, KnownPage]:
        """The pages of the runs before. Raises UnreadableNote."""
        file = self.folder / NOTES
        try:
            notes = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
            self._notes = {key: _Note(**note) for key, note in notes.items()}
            if not all(_DRAFT.fullmatch(note.file) for note in self._notes.values()):
                raise ValueError("a file that we did not name")
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            raise UnreadableNote(f"{file} cannot be read. Choose another folder, or move that file away.") from None
        return {key: KnownPage(note.digest, note.etag, note.last_modified) for key, note in self._notes.items()}

    def file_of(self, key: str) -> str:
        """The file of a known page, from the folder on."""
        return self._notes[key].file

    def write(self, changes: ImportChanges, services: Iterable[Service], guess: Guesser) -> list[ImportProblem]:
        """Writes new and changed pages and moves pages that are gone to `retired/`. Returns lines for the report."""
        lines: list[ImportProblem] = []
        by_slug = {service.slug: service for service in services}
        (self.folder / "pages").mkdir(parents=True, exist_ok=True)
        for page in changes.new:
            guessed = guess(page)
            file = self._free_name(page, guessed)
            self._put(page, file, draft(page, Path(file).stem, guessed, by_slug))
        for page in changes.changed:
            lines += self._update(page, draft(page, Path(self.file_of(page.key)).stem, guess(page), by_slug))
        for key in changes.gone:
            self._retire(key)
        for key in changes.unchanged:
            kept = changes.known[key]
            self._notes[key] = replace(self._notes[key], etag=kept.etag, last_modified=kept.last_modified)
        self._save()
        return lines

    def _update(self, page: Imported, text: str) -> list[ImportProblem]:
        note = self._notes[page.key]
        if self._is_as_left(note):
            self._put(page, note.file, text)
            return []
        beside = note.file.removesuffix(".md") + ".imported.txt"
        (self.folder / beside).write_text(text, encoding="utf-8")
        self._notes[page.key] = replace(note, digest=page.digest, etag=page.etag, last_modified=page.last_modified)
        what = f"Somebody has changed this draft, so the page's new words are beside it, in {beside}."
        return [ImportProblem(Level.WARNING, note.file, what)]

    def _retire(self, key: str) -> None:
        note = self._notes.pop(key)
        old, new = self.folder / note.file, self.folder / "retired" / Path(note.file).name
        if old.exists():
            new.parent.mkdir(exist_ok=True)
            old.replace(_unused(new))

    def _put(self, page: Imported, file: str, text: str) -> None:
        (self.folder / file).write_text(text, encoding="utf-8")
        self._notes[page.key] = _Note(file, _digest(text.encode()), page.digest, page.etag, page.last_modified)

    def _is_as_left(self, note: _Note) -> bool:
        file = self.folder / note.file
        return not file.exists() or _digest(file.read_bytes()) == note.written

    def _free_name(self, page: Imported, guess: ImportGuess) -> str:
        title = slug_of(page.title)
        names = [guess.service, f"{guess.service}-{title}"] if guess.service and guess.confidence >= SURE else [title]
        paths = [self.folder / "pages" / f"{name}.md" for name in names]
        path = next((path for path in paths if not path.exists()), _unused(paths[-1]))
        return path.relative_to(self.folder).as_posix()

    def _save(self) -> None:
        """In one step, so that a run that breaks off leaves the note of the run before."""
        text = json.dumps({key: asdict(note) for key, note in sorted(self._notes.items())}, indent=1)
        fresh = self.folder / f"{NOTES}.new"
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.folder / NOTES)


def draft(page: Imported, stem: str, guess: ImportGuess, services: Mapping[str, Service]) -> str:
    """A page file that a person has to finish: the review date and the synonyms are theirs to give."""
    service = services.get(guess.service or "")
    actions = [*([service.does] if service and service.does in _ACTIONS else ["answer"]), "talk"]
    source = page.url or page.key
    return "\n".join(
        [
            "---",
            f"# A draft from {_comment(source)}",
            f"# Service, sure to {guess.confidence:.0%}: {_comment(guess.why)} Confirm it or put it right.",
            f"service: {service.slug if service else ''}",
            f"title: {json.dumps(page.title, ensure_ascii=False)}",
            f"summary: {json.dumps(page.summary, ensure_ascii=False)}",
            f"url: /services/{stem}",
            f"team: {service.team if service else ''}",
            "reviewed_on:",
            f"actions: [{', '.join(actions)}]",
            "synonyms: []",
            "questions: []",
            "---",
            page.body_markdown,
            "",
        ]
    )


def slug_of(text: str) -> str:
    """Lower-case words joined by hyphens, at most 60 characters: a file name that means no harm anywhere."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")[:60].strip("-") or "page"


def _comment(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _unused(path: Path) -> Path:
    """The path, or the next one with a number that nothing stands at."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(each for each in chain([path], numbered) if not each.exists())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
