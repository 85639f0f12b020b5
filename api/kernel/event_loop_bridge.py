"""The way from the dialogue engine's thread to the application's own event loop, where the database is, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class EventLoopBridge:
    """Closed until the application runs: then the back ends can be asked nothing."""

    def __init__(self, seconds: float = 5.0) -> None:
        self._seconds = seconds  # shorter than a turn may take
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """From now on work goes to the loop that runs here."""
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """Refuses every further call from other threads."""
        self._loop = None

    @property
    def is_open(self) -> bool:
        """Whether there is a loop to go to."""
        return self._loop is not None

    async def over(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work comes to on the application's loop. Raises TimeoutError when that takes too long."""
        if self._loop is None:
            work.close()
            raise RuntimeError("The application does not run, so its offices are closed.")
        if asyncio.get_running_loop() is self._loop:
            return await asyncio.wait_for(work, self._seconds)
        there = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wait_for(asyncio.wrap_future(there), self._seconds)
