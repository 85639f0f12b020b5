"""`reeve import`: a council's existing pages as drafts in a folder, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from api.settings import Settings
from knowledge.importers.collect import ImportChanges, collect, diff
from knowledge.importers.drafts import DraftFolder, Guesser, UnreadableNote, slug_of
from knowledge.importers.fetch import Fetcher
from knowledge.importers.guess_service import guess_service, search_services
from knowledge.importers.imported import ImportProblem, ImportProgress, Level
from knowledge.importers.kind import SourceKind
from knowledge.importers.sources import make_importer
from knowledge.pack.load import PackError, load_pack
from knowledge.pack.services import Service

Say = Callable[[str], None]
STEP = 25  # pages between two words of progress


def import_pages(
    settings: Settings,
    kind: SourceKind,
    source: str,
    out: Path | None,
    under: tuple[str, ...],
    dry_run: bool,
    guess: bool,
    say: Say,
) -> tuple[str, int]:
    """The diff and the report as text, and the exit code: 1 if there was an error."""
    drafts = DraftFolder(out or settings.data_dir / "imports" / f"{kind.value}-{slug_of(source)}")
    try:
        known = drafts.known()
        services = load_pack(settings.council_pack).services
    except (UnreadableNote, PackError) as error:
        return str(error), 1
    with Fetcher() as fetcher:
        run = collect(make_importer(kind, source, fetcher, under), known, lambda progress: _tell(progress, say))
    changes = diff(known, run)
    lines = list(_diff_lines(changes, drafts))
    report = list(run.report.lines)
    end = "Nothing was written: this was a dry run."
    if not dry_run:
        try:
            report += drafts.write(changes, services, _guesser(settings, services, guess))
        except OSError as error:
            return f"The drafts could not be written to {drafts.folder} ({error.strerror}).", 1
        end = f"The drafts are in {drafts.folder}."
    return "\n".join([*lines, *_report_lines(report), end]), 1 if run.report.count(Level.ERROR) else 0


def _guesser(settings: Settings, services: Sequence[Service], by_search: bool) -> Guesser:
    if not by_search:
        return lambda page: guess_service(page, services)
    from api.assistant import make_council, make_encoder, make_live_pages

    search = search_services(make_live_pages(settings, make_council(settings), make_encoder(settings)).searcher())
    return lambda page: guess_service(page, services, search)


def _tell(progress: ImportProgress, say: Say) -> None:
    if progress.done and progress.done % STEP == 0:
        say(f"{progress.done} of {progress.of or '?'} pages read")


def _diff_lines(changes: ImportChanges, drafts: DraftFolder) -> Iterator[str]:
    yield (
        f"{len(changes.new)} new, {len(changes.changed)} changed, "
        f"{len(changes.unchanged)} unchanged, {len(changes.gone)} gone"
    )
    yield from (f"  new      {page.title} ({page.key})" for page in changes.new)
    yield from (f"  changed  {page.title} ({drafts.file_of(page.key)})" for page in changes.changed)
    yield from (f"  gone     {key} ({drafts.file_of(key)})" for key in changes.gone)
    yield from (f"  kept     {key} (not found this time)" for key in changes.missing)
    if changes.why_kept:
        yield changes.why_kept


def _report_lines(report: Sequence[ImportProblem]) -> Iterator[str]:
    if report:
        yield "Report:"
    yield from (f"  {line}" for line in report)
