"""Jobs: what a worker does by the clock or when it is asked, and the one way to ask, within a transaction."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import KW_ONLY, dataclass

from procrastinate.retry import BaseRetryStrategy
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

# procrastinate's own function for this: https://procrastinate.readthedocs.io (SQL functions of its schema).
_DEFER = text("""
    select procrastinate_defer_jobs_v1(array[
        row('default', cast(:task as varchar), 0, cast(:lock as text), cast(:once as text),
            cast(:arguments as jsonb), null)
    ]::procrastinate_job_to_defer_v1[])
""")


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its feature declares it. It may run twice, or at the same time elsewhere, without harm.

    With a `schedule` (cron, in the worker's own time zone) `run` takes nothing; without one it takes the arguments
    that `defer` was given. The `name` stands in the queued rows of live databases, so it never changes.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    schedule: str | None = None
    _: KW_ONLY
    description: str  # what it does, in one sentence, for the table in the docs
    lock: str | None = None  # of jobs with a schedule: two with the same lock never run at once
    retry: BaseRetryStrategy | None = None


async def defer(
    session: AsyncSession, task: str, *, lock: str | None = None, once: str | None = None, **arguments: str | int
) -> bool:
    """Asks for the job `task` with these arguments, once the caller's transaction is committed; never if it is not.

    Two jobs with the same `lock` never run at once. While one with the same `once` waits, no other is queued: then
    this is False. Arguments are ids, nothing personal.
    """
    values = {"task": task, "arguments": json.dumps(arguments), "lock": lock, "once": once}
    try:
        async with session.begin_nested():  # so that a refusal leaves the caller's transaction as it was
            await session.execute(_DEFER, values)
    except IntegrityError:
        if once is None:
            raise
        return False
    return True


def as_table(jobs: Iterable[Job]) -> str:
    """Jobs as a table in Markdown, in order of their names."""
    rows = (
        f"| `{job.name}` | {_when(job.schedule)} | {job.description} |"
        for job in sorted(jobs, key=lambda job: job.name)
    )
    return "\n".join(("| job | cron, or asked | what it does |", "|---|---|---|", *rows))


def _when(schedule: str | None) -> str:
    return f"`{schedule}`" if schedule else "asked"
