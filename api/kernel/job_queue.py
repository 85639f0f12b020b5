"""The job queue: procrastinate over the same PostgreSQL, so that there is nothing else to run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable

import procrastinate
import structlog

from api.db.session import plain_url
from api.kernel.jobs import Job
from api.kernel.retries.keep_running import keep_running

PAUSE_SECONDS = 5.0  # before a worker that ended begins again
log = structlog.get_logger(__name__)


def make_queue(database_url: str, jobs: Iterable[Job], *, connections: int = 3) -> procrastinate.App:
    """A queue that knows these jobs, for a worker to run."""
    connector = procrastinate.PsycopgConnector(conninfo=plain_url(database_url), min_size=1, max_size=connections)
    queue = procrastinate.App(connector=connector)
    for job in jobs:
        _add(queue, job)
    return queue


def _add(queue: procrastinate.App, job: Job) -> None:
    if job.schedule is None:

        @queue.task(name=job.name, retry=job.retry or False)
        async def asked(**arguments: str | int) -> None:
            await job.run(**arguments)

        return

    @queue.periodic(cron=job.schedule)
    @queue.task(name=job.name, queueing_lock=job.name, lock=job.lock, retry=job.retry or False)
    async def by_the_clock(timestamp: int) -> None:
        await job.run()


class InProcessWorker:
    """A worker inside the web process. It restarts after a fault, so a lost database costs it nothing but time."""

    def __init__(self, queue: procrastinate.App) -> None:
        self._queue = queue
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to work, in the running loop."""
        working = keep_running(
            self._work, (Exception,), event="worker_restarting", shortest=PAUSE_SECONDS, longest=PAUSE_SECONDS
        )
        self._task = asyncio.create_task(working, name="jobs")

    async def stop(self) -> None:
        """Cancels the worker and waits until it has ended."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        async with self._queue.open_async():
            await self._queue.run_worker_async(install_signal_handlers=False, concurrency=2)
