"""The job queue: procrastinate over the same PostgreSQL, so that there is nothing else to run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import procrastinate
import structlog

from api.background.upkeep import Upkeep
from api.db.session import plain_url
from api.pages.tools.import_job import ImportJob
from api.staff.audit.audit_chain import verify

IMPORT = "knowledge.import"
log = structlog.get_logger(__name__)


AddJobs = Callable[[procrastinate.App], None]  # how a feature gives the queue its jobs


def make_queue(database_url: str, upkeep: Upkeep, imports: ImportJob, *features: AddJobs) -> procrastinate.App:
    """The application's queue, with its periodic jobs, what staff start, and the jobs that each feature adds."""
    queue = _bare(database_url)
    for add_jobs in features:
        add_jobs(queue)

    @queue.periodic(cron="*/5 * * * *")
    @queue.task(name="upkeep.close_idle", queueing_lock="upkeep.close_idle")
    async def close_idle(timestamp: int) -> None:
        log.info("upkeep", job="close_idle", count=await upkeep.close_idle())

    @queue.periodic(cron="17 2 * * *")
    @queue.task(name="upkeep.erase_old", queueing_lock="upkeep.erase_old")
    async def erase_old(timestamp: int) -> None:
        log.info("upkeep", job="erase_old", count=await upkeep.erase_old(), overdue=await upkeep.overdue())

    @queue.periodic(cron="*/30 * * * *")
    @queue.task(name="upkeep.end_sessions", queueing_lock="upkeep.end_sessions")
    async def end_sessions(timestamp: int) -> None:
        log.info("upkeep", job="end_sessions", count=await upkeep.end_sessions())

    @queue.periodic(cron="47 3 * * *")
    @queue.task(name="upkeep.verify_audit", queueing_lock="upkeep.verify_audit")
    async def verify_audit(timestamp: int) -> None:
        found = await verify(upkeep.database)
        if found.broken:
            log.error("audit_broken", after=found.head.position, reason=found.broken)
        else:
            log.info("audit_verified", head=str(found.head))

    @queue.periodic(cron="41 * * * *")
    @queue.task(name="upkeep.sweep_reports", queueing_lock="upkeep.sweep_reports")
    async def sweep_reports(timestamp: int) -> None:
        log.info("upkeep", job="sweep_reports", count=await upkeep.sweep_reports())

    @queue.task(name=IMPORT, lock=IMPORT)
    async def run_import(run_id: int) -> None:
        await imports.carry_out(run_id)

    return queue


async def defer_import(database_url: str, run_id: int) -> None:
    """Hands a run to whichever worker is free. Imports come one after another: a source is asked from one place."""
    async with _bare(database_url).open_async() as queue:
        await queue.configure_task(IMPORT, lock=IMPORT).defer_async(run_id=run_id)


def _bare(database_url: str) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(conninfo=plain_url(database_url), min_size=1, max_size=3)
    return procrastinate.App(connector=connector)


class InProcessWorker:
    """A worker inside the web process. It restarts after a fault, so a lost database costs it nothing but time."""

    def __init__(self, queue: procrastinate.App) -> None:
        self._queue = queue
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to work, in the running loop."""
        self._task = asyncio.create_task(self._work(), name="jobs")

    async def stop(self) -> None:
        """Cancels the worker and waits until it has ended."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        while True:
            try:
                async with self._queue.open_async():
                    await self._queue.run_worker_async(install_signal_handlers=False, concurrency=2)
            except Exception as error:
                log.warning("worker_restarting", error=type(error).__name__)
                await asyncio.sleep(5)
