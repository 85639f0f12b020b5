"""Runs an importer to its end, and tells what that changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from knowledge.importers.imported import Imported, Importer, ImportProblem, ImportProgress, KnownPage, Level, Unchanged

MOST_GONE = 0.5  # of the known pages; more than that is a fault of the source, not a tidy-up


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every line of a run, in its order."""

    lines: tuple[ImportProblem, ...] = ()

    def count(self, level: Level) -> int:
        """How many lines have that level."""
        return sum(line.level is level for line in self.lines)


@dataclass(frozen=True, slots=True)
class ImportRun:
    """Everything that a run found. `complete` is False if pages may be missing from it."""

    pages: tuple[Imported, ...] = ()
    unchanged: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    complete: bool = False
    report: ImportReport = ImportReport()


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What a run would change. `gone` are keys to retire, never to delete.

    `missing` are known keys that were not found and are kept all the same; `why_kept` says why. `known` is what
    to hand in as known to the next run, once the changes are made.
    """

    new: tuple[Imported, ...] = ()
    changed: tuple[Imported, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    why_kept: str = ""
    known: Mapping[str, KnownPage] = field(default_factory=dict)


def collect(
    importer: Importer, known: Mapping[str, KnownPage], tell: Callable[[ImportProgress], object] = lambda progress: None
) -> ImportRun:
    """The whole run. `tell` hears of progress after each page.

    If reading is cut off by an exception (of `tell`, to cancel, or a defect), it goes up: there is then no run.
    """
    pages: dict[str, Imported] = {}
    unchanged: set[str] = set()
    lines: list[ImportProblem] = []
    for found in importer.pages(known):
        match found:
            case Imported():
                if found.key in pages:
                    lines.append(ImportProblem(Level.WARNING, found.key, "This page came twice; the first one counts."))
                else:
                    pages[found.key] = found
            case Unchanged():
                unchanged.add(found.key)
            case ImportProblem():
                lines.append(found)
            case _:
                assert_never(found)
        tell(importer.progress)
    unread = frozenset(line.key for line in lines if line.key is not None)
    complete = not any(line.cuts_short for line in lines)
    return ImportRun(tuple(pages.values()), frozenset(unchanged), unread, complete, ImportReport(tuple(lines)))


def diff(known: Mapping[str, KnownPage], run: ImportRun) -> ImportChanges:
    """The new, changed, unchanged and gone pages. Only a complete run retires, and at most half of those known."""
    found = {page.key: page for page in run.pages}
    same = [key for key in known if key in run.unchanged or (key in found and found[key].digest == known[key].digest)]
    missing = tuple(key for key in known if key not in found and key not in run.unchanged)
    lost = tuple(key for key in missing if key not in run.unread)
    why_kept = _why_kept(len(known), lost, missing, run)
    gone = () if _keeps_all(len(known), lost, run) else lost
    return ImportChanges(
        new=tuple(page for page in run.pages if page.key not in known),
        changed=tuple(page for page in run.pages if page.key in known and page.digest != known[page.key].digest),
        unchanged=tuple(same),
        gone=gone,
        missing=tuple(key for key in missing if key not in gone),
        why_kept=why_kept,
        known={key: value for key, value in known.items() if key not in gone}
        | {page.key: KnownPage(page.digest, page.etag, page.last_modified) for page in run.pages},
    )


def _keeps_all(known: int, lost: tuple[str, ...], run: ImportRun) -> bool:
    return not run.complete or len(lost) > MOST_GONE * known


def _why_kept(known: int, lost: tuple[str, ...], missing: tuple[str, ...], run: ImportRun) -> str:
    if not missing:
        return ""
    if not run.complete:
        return "The source could not be read to its end, so no page was retired."
    if len(lost) > MOST_GONE * known:
        return (
            f"{len(lost)} of {known} known pages were not found. That is more than half, so none was retired. "
            "Check the address and the source; if the pages are really gone, retire them by hand."
        )
    if len(lost) < len(missing):
        return "Pages that could not be read this time are kept as they are."
    return ""
