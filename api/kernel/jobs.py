"""Hands a job to the queue within the caller's own transaction: both are kept, or neither is."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# procrastinate's own function for this: https://procrastinate.readthedocs.io (SQL functions of its schema).
_DEFER = text("""
    select procrastinate_defer_jobs_v1(array[
        row('default', cast(:task as varchar), 0, null, null, cast(:arguments as jsonb), null)
    ]::procrastinate_job_to_defer_v1[])
""")


async def defer(session: AsyncSession, task: str, **arguments: str | int) -> None:
    """Asks for `task` with these arguments, once the transaction is committed. Arguments are ids, nothing personal."""
    await session.execute(_DEFER, {"task": task, "arguments": json.dumps(arguments)})
