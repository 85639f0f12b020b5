"""Carries out an import run: reads the source, compares, and keeps what is new or changed as drafts."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from api.db.tables.pages import KbImportRun
from api.kernel.form_problems import FormProblem
from api.kernel.jobs import Job
from api.pages.editing.imports import RUN_IMPORT, ImportedPages, Imports
from api.pages.tools.import_plan import PlannedDraft, known, plan, prefix, validators_of
from api.pages.wording import say
from knowledge.importers.collect import ImportChanges, ImportRun, collect, diff
from knowledge.importers.fetch import Fetcher
from knowledge.importers.guess_service import Search
from knowledge.importers.imported import ImportProgress, KnownPage
from knowledge.importers.kind import SourceKind
from knowledge.importers.sources import make_importer
from knowledge.pack.services import Service

log = structlog.get_logger(__name__)
TELL_SECONDS = 1.0  # between two words of progress
BROKEN = say("imports.stopped")


@dataclass(frozen=True)
class ImportJob:
    """Runs imports, one at a time each in a thread. `search` finds services for pages that do not say."""

    imports: Imports
    services: Sequence[Service]
    uploads: Path
    search: Callable[[], Search]
    fetcher: Callable[[], Fetcher] = Fetcher

    def upload(self, run_id: int) -> Path:
        """Where the file of a run waits for it."""
        return self.uploads / str(run_id)

    def jobs(self) -> tuple[Job, ...]:
        """The job that staff start by importing."""
        return (
            Job(
                RUN_IMPORT,
                self.carry_out,
                description="Reads another system's pages, and keeps what is new or changed there as drafts.",
            ),
        )

    async def carry_out(self, run_id: int) -> None:
        """The whole run. Whatever happens, it ends with a report, and the file that was sent is removed."""
        try:
            await self._carry_out(run_id)
        except Exception as error:
            log.error("import_failed", run=run_id, error=type(error).__name__)
            await self.imports.finish(run_id, {}, [BROKEN], failed=True)
        finally:
            self.upload(run_id).unlink(missing_ok=True)

    async def _carry_out(self, run_id: int) -> None:
        run = await self.imports.running(run_id)
        if run is None:
            return
        here = prefix(run.kind, str(run.settings["source"]))
        earlier, validators = await self.imports.earlier(here), await self.imports.validators(here)
        read = await self._read(run, known(earlier, validators))
        changes = diff(known(earlier, validators), read)
        planned = await asyncio.to_thread(lambda: plan(changes, earlier, self.services, self.search()))
        dry = bool(run.settings["dry_run"])
        kept, refused = await self._keep(run_id, here, planned, dry=dry)
        kept[ImportedPages.SAME] += len(changes.unchanged)
        counts = {came.value: kept[came] for came in ImportedPages} | {"gone": len(changes.gone)}
        report = [*_told(planned, changes), *refused.values(), *map(str, read.report.lines)]
        gone = [earlier[key].page_id for key in changes.gone]
        failed = not read.complete and not read.pages
        if not dry and not failed:
            await self.imports.remember(run_id, here, validators_of(read, validators, refused))
        await self.imports.finish(run_id, counts, report, gone=gone, failed=failed)

    async def _read(self, run: KbImportRun, pages: Mapping[str, KnownPage]) -> ImportRun:
        """Everything that the source has. Reading waits for the network, so it has a thread of its own."""
        loop, last = asyncio.get_running_loop(), time.monotonic()

        def tell(progress: ImportProgress) -> None:
            nonlocal last
            if time.monotonic() - last >= TELL_SECONDS:
                last = time.monotonic()
                news = self.imports.progress(run.id, progress.done, progress.of)
                asyncio.run_coroutine_threadsafe(news, loop).result(timeout=30)

        def read() -> ImportRun:
            file = self.upload(run.id)
            source = str(file) if file.exists() else str(run.settings["source"])
            under = tuple(run.settings.get("under", ()))
            with self.fetcher() as fetcher:
                return collect(make_importer(SourceKind(run.kind), source, fetcher, under), pages, tell)

        return await asyncio.to_thread(read)

    async def _keep(
        self, run_id: int, here: str, planned: Sequence[PlannedDraft], *, dry: bool
    ) -> tuple[Counter[ImportedPages], dict[str, str]]:
        """Keeps drafts, or only counts; and a line for each page that was refused, by its key."""
        counts: Counter[ImportedPages] = Counter()
        refused: dict[str, str] = {}
        for each in planned:
            if dry or each.came is ImportedPages.SAME:
                counts[each.came] += 1
                continue
            try:
                _, came = await self.imports.keep(run_id, here + each.key, each.page_id, each.draft, each.note)
            except FormProblem as problem:
                refused[each.key] = f"error: {each.draft.title}: {problem.detail}"
            else:
                counts[came] += 1
        return counts, refused


def _told(planned: Sequence[PlannedDraft], changes: ImportChanges) -> list[str]:
    """The changes, as lines for people."""
    lines = [
        f"{each.came.value}: {each.draft.title} ({each.where})"
        for each in planned
        if each.came is not ImportedPages.SAME
    ]
    lines += [f"gone: {key}" for key in changes.gone]
    return [*lines, *([changes.why_kept] if changes.why_kept else [])]
