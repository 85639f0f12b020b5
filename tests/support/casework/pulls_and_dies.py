"""A process that takes the next case and is killed before it commits. Prints the reference that it held."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime

from api.casework.queue.queue import Queue
from api.db.session import Database


async def main(url: str) -> None:
    """Locks, says what, dies."""
    async with Database(url, 2).transaction() as session:
        case = await Queue(session).next_for(0, None, [], datetime(2026, 7, 1, 12, 0, tzinfo=UTC))
        assert case is not None
        case.status = "claimed"
        await session.flush()
        os.write(1, case.reference.encode())
        os.kill(os.getpid(), signal.SIGKILL)


asyncio.run(main(sys.argv[1]))
