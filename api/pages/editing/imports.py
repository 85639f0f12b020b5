"""Pages from another system, as drafts: doing it again changes only what changed there, and nothing edited here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.pages import KbImportRun, KbPage, KbVersion
from api.kernel import audit
from api.kernel.errors import NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.jobs import defer
from api.kernel.permissions import Member, Permission
from api.pages.editing.editing import LONGEST_ID, add_version, checked
from api.pages.editing.extras_repository import ExtrasRepository
from api.pages.editing.page_problems import require
from api.pages.editing.repository import PageRepository
from api.pages.editing.sources import PageDraft, draft_from, due
from api.pages.publication.workflow import PageStatus, VersionState
from api.pages.wording import say
from knowledge.pack.services import SLUG

IMPORT = "import:"
RUN_IMPORT = "knowledge.import"  # the job; one after another, so that a source is asked from one place
LONGEST_KEY, LONGEST_LINE, MOST_LINES = 500, 500, 5_000


class ImportedPages(StrEnum):
    """What became of an imported page."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EDITED_HERE = "edited_here"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A run, its drafts, and the pages that its source no longer has and residents may still read."""

    run: KbImportRun
    drafts: Sequence[KbVersion]
    gone: Sequence[str]


Validator = tuple[str | None, str | None]  # the ETag and the date of a page, as its source sent them
Validators = Mapping[str, Validator]


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """A page as an import brought it last."""

    page_id: str
    draft: PageDraft


class Imports:
    """Import runs. The author of an imported draft is the run, so whoever started it may review it."""

    def __init__(self, database: Database, services: Collection[str], clock: Callable[[], datetime] = now) -> None:
        self._database, self._services, self._clock = database, services, clock

    async def start(
        self,
        member: Member,
        kind: str,
        settings: Mapping[str, Any],
        prepare: Callable[[int], Awaitable[None]] | None = None,
    ) -> int:
        """A new run with the job that carries it out; returns its id. `settings` must hold no secrets.

        `prepare` is given the id, and has put in place what the job needs before any worker can see it. When that
        fails, there is neither a run nor a job.
        """
        require(member, Permission.EDIT_PAGES)
        run = KbImportRun(kind=kind, settings=dict(settings), started_by=member.username)
        async with self._database.transaction() as session:
            run_id = await ExtrasRepository(session).add(run)
            details: dict[str, audit.Detail] = {"kind": kind}
            subject = f"import {run_id}"
            audit.record(session, member.username, audit.Action.IMPORT_STARTED, subject, details, member.address)
            if prepare is not None:
                await prepare(run_id)
            await defer(session, RUN_IMPORT, lock=RUN_IMPORT, run_id=run_id)
        return run_id

    async def keep(
        self, run_id: int, external_key: str, page_id: str, draft: PageDraft, note: str = say("imports.imported")
    ) -> tuple[str, ImportedPages]:
        """Keeps one page of the other system as a draft; returns its id here and what became of it.

        `external_key` is its lasting name there, `page_id` the address it would like. Raises FormProblem.
        """
        if not 0 < len(external_key) <= LONGEST_KEY or not SLUG.fullmatch(page_id) or len(page_id) > LONGEST_ID:
            raise FormProblem("id", say("imports.key_and_address"))
        written = checked(draft, self._services)
        written = replace(written, review_due=due(written))
        async with self._database.transaction() as session:
            pages = PageRepository(session)
            known = await pages.by_external_key(external_key)
            page = await pages.page(known.id, lock=True) if known else None
            if page is None:
                page = KbPage(
                    id=await _free(pages, page_id),
                    service=written.service,
                    status=PageStatus.DRAFT,
                    source=f"{IMPORT}{run_id}",
                    external_key=external_key,
                )
                await pages.add(page)
            return page.id, await self._keep(session, run_id, page, written, note)

    async def _keep(
        self, session: AsyncSession, run_id: int, page: KbPage, draft: PageDraft, note: str
    ) -> ImportedPages:
        versions = await PageRepository(session).versions(page.id)
        theirs = next((version for version in versions if version.author.startswith(IMPORT)), None)
        if theirs is not None and draft_from(theirs) == draft:
            return ImportedPages.SAME
        newest = versions[0] if versions else None
        if newest is not None and not newest.author.startswith(IMPORT):
            return ImportedPages.EDITED_HERE
        author, base = f"{IMPORT}{run_id}", newest.number if newest else None
        await add_version(session, page, versions, draft, author, base, VersionState.DRAFT, note, self._clock())
        page.updated_at = self._clock()
        return ImportedPages.CHANGED if newest else ImportedPages.NEW

    async def finish(
        self,
        run_id: int,
        counts: Mapping[str, int],
        report: Sequence[str] = (),
        *,
        gone: Sequence[str] = (),
        failed: bool = False,
    ) -> None:
        """Ends a run with its counts, lines for people, and pages to think of retiring. Raises NotFound."""
        async with self._database.transaction() as session:
            run = await ExtrasRepository(session).run(run_id)
            if run is None:
                raise NotFound(say("imports.not_found"))
            run.state, run.finished_at = "failed" if failed else "done", self._clock()
            run.counts, run.report = dict(counts), [line[:LONGEST_LINE] for line in report[:MOST_LINES]]
            run.settings = {**run.settings, "gone": list(gone)}
            details: dict[str, audit.Detail] = {"state": run.state, **counts}
            audit.record(session, run.started_by, audit.Action.IMPORT_FINISHED, f"import {run_id}", details)

    async def remember(self, run_id: int, prefix: str, validators: Validators) -> None:
        """Keeps what tells the next run of this source which pages are still the same."""
        async with self._database.transaction() as session:
            run = await ExtrasRepository(session).run(run_id)
            if run is not None:
                kept = {key: list(value) for key, value in validators.items()}
                run.settings = {**run.settings, "prefix": prefix, "validators": kept}

    async def validators(self, prefix: str) -> dict[str, Validator]:
        """What the last run of this source that kept its pages remembered."""
        async with self._database.transaction() as session:
            kept = await ExtrasRepository(session).validators(prefix)
            return {key: (value[0], value[1]) for key, value in kept.items()}

    async def running(self, run_id: int) -> KbImportRun | None:
        """A run that has not ended."""
        async with self._database.transaction() as session:
            run = await ExtrasRepository(session).run(run_id)
            return run if run is not None and run.state == "running" else None

    async def progress(self, run_id: int, done: int, of: int | None) -> None:
        """How far a run is, for those who watch it."""
        async with self._database.transaction() as session:
            run = await ExtrasRepository(session).run(run_id)
            if run is not None and run.state == "running":
                run.counts = {"done": done} | ({"of": of} if of is not None else {})

    async def earlier(self, prefix: str) -> dict[str, EarlierImport]:
        """What imports brought last of each page that is not retired, by its key without the prefix."""
        async with self._database.transaction() as session:
            found = await ExtrasRepository(session).imported(prefix)
            return {key.removeprefix(prefix): EarlierImport(row.page_id, draft_from(row)) for key, row in found}

    async def result(self, member: Member, run_id: int) -> ImportResult:
        """A run with the drafts that it made. Raises NotFound."""
        require(member, Permission.SEE_PAGES)
        async with self._database.transaction() as session:
            extras = ExtrasRepository(session)
            run = await extras.run(run_id)
            if run is None:
                raise NotFound(say("imports.not_found"))
            drafts = await extras.versions_by(f"{IMPORT}{run_id}")
            gone = await PageRepository(session).known_live(run.settings.get("gone", ()))
            return ImportResult(run, drafts, gone)

    async def listing(self, member: Member) -> Sequence[KbImportRun]:
        """The import runs, newest first."""
        require(member, Permission.SEE_PAGES)
        async with self._database.transaction() as session:
            return await ExtrasRepository(session).runs()


async def _free(pages: PageRepository, wanted: str) -> str:
    """The address, or one like it that is not taken."""
    tries = [wanted, *(f"{wanted[: LONGEST_ID - 5]}-{number}" for number in range(2, 1000))]
    taken = await pages.known(tries)
    return next(each for each in tries if each not in taken)
