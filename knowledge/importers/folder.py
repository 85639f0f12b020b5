"""A folder or a zip of pages in our own format: front matter and Markdown, perhaps a whole council pack."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from knowledge.importers.bundle import BadBundle, read_bundle
from knowledge.importers.clean import clean
from knowledge.importers.decode import decode
from knowledge.importers.imported import ImportProblem, ImportProgress, KnownPage, Level, SourceItem, imported
from knowledge.importers.markdown import as_line, safe_address
from knowledge.pack import problems as pack
from knowledge.pack.facts import fill_in, load_facts
from knowledge.pack.front_matter import FIELDS, OPTIONAL, FrontMatter, read_front_matter
from knowledge.pack.services import SLUG
from knowledge.pack.yaml_lines import as_date

MANIFEST = "manifest.json"
MOST_BODY = 100_000  # characters


@dataclass
class Folder:
    """The pages of a folder or zip. The key of a page is its path inside; facts in `facts/` are filled in.

    With a manifest (`{"files": {path: sha256}}`), as Reeve exports a council pack, every file must be the one
    that was exported.
    """

    source: Path
    progress: ImportProgress = field(default_factory=ImportProgress)

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """Every page, in the order of their paths."""
        try:
            files = read_bundle(self.source)
            _check_manifest(files)
            facts = _facts(files)
        except (BadBundle, OSError) as error:
            yield ImportProblem(Level.ERROR, str(self.source), f"Nothing was read. {error}", cuts_short=True)
            return
        names = [name for name in files if name.endswith(".md")]
        names = [name for name in names if PurePosixPath(name).parent.name == "pages"] or names
        if not names:
            yield ImportProblem(
                Level.ERROR, str(self.source), "There are no pages (files that end in .md).", cuts_short=True
            )
        for number, name in enumerate(names):
            self.progress = ImportProgress(number, len(names))
            yield from _page(name, decode(files[name], "utf-8"), facts)
        self.progress = ImportProgress(len(names), len(names))


def _check_manifest(files: Mapping[str, bytes]) -> None:
    """Raises BadBundle if the files are not those of the manifest."""
    if MANIFEST not in files:
        return
    try:
        promised = json.loads(files[MANIFEST])["files"]
        sums = {str(name): str(digest).lower() for name, digest in promised.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadBundle(f"{MANIFEST} cannot be read. Export the pack again.") from None
    there = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST}
    wrong = sorted(name for name in sums.keys() | there.keys() if sums.get(name) != there.get(name))
    if wrong:
        raise BadBundle(f"{len(wrong)} files are not as {MANIFEST} says, such as {wrong[0][:100]}. Export it again.")


def _facts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The facts of the folder. Raises BadBundle, because a page with a wrong fact is worse than none."""
    found: list[pack.PackProblem] = []
    with tempfile.TemporaryDirectory(prefix="reeve-facts-") as folder:
        for name, content in files.items():
            path = PurePosixPath(name)
            if path.parent.name == "facts" and path.suffix == ".yml":
                Path(folder, path.name).write_bytes(content)
        facts = load_facts(Path(folder), found)
    if found:
        raise BadBundle(f"facts/{found[0].path.name}, line {found[0].line}: {found[0].what}")
    return facts


def _page(name: str, text: str, facts: Mapping[str, str]) -> Iterator[SourceItem]:
    found: list[pack.PackProblem] = []
    path = Path(name)
    front = read_front_matter(text, path, found)
    if front is None:
        yield ImportProblem(Level.ERROR, name, f"The page was skipped. {found[0].what}", key=name)
        return
    found = []
    title, summary = (as_line(fill_in(_field(front, f), facts, path, 1, found)) for f in ("title", "summary"))
    body, is_clean = clean(fill_in(front.body, facts, path, front.body_line, found))
    yield from (ImportProblem(Level.WARNING, f"{name}, line {each.line}", each.what) for each in found)
    for unknown in front.fields.keys() - {*FIELDS, *OPTIONAL}:
        yield ImportProblem(Level.NOTE, name, f"The field `{as_line(unknown, 60)}` is not known and was left out.")
    if not title or not body or len(body) > MOST_BODY:
        yield ImportProblem(Level.ERROR, name, "The page was skipped: it has no title, no text, or too much.", key=name)
        return
    if not is_clean:
        yield ImportProblem(Level.WARNING, name, "HTML, images and links that are not allowed were taken out.")
    service = _field(front, "service")
    reviewed = as_date(_field(front, "reviewed_on"))
    yield imported(
        name, title, body, url=_url(_field(front, "url")), summary=summary,
        service=service if SLUG.fullmatch(service) else None,
        updated_at=datetime(reviewed.year, reviewed.month, reviewed.day, tzinfo=UTC) if reviewed else None,
    )  # fmt: skip


def _field(front: FrontMatter, name: str) -> str:
    entry = front.fields.get(name)
    return (entry.text if entry else None) or ""


def _url(url: str) -> str:
    return url if url.startswith("/services/") and SLUG.fullmatch(url[10:]) else safe_address(url, "")
