"""The job queue: procrastinate over the same PostgreSQL, so that there is nothing else to run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable

import procrastinate
import structlog

from api.db.session import plain_url
from api.kernel.jobs import Job

RESTART_SECONDS = 5
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
                await asyncio.sleep(RESTART_SECONDS)
