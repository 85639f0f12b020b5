"""The way from the dialogue engine's thread to the application's own event loop, where the database is, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from api.kernel.errors import Unavailable

T = TypeVar("T")


class EventLoopBridge:
    """Carries work to one loop, from any thread. Until it is open, and once it is closed, it takes nothing.

    Every call has a deadline, and what fails or takes too long is an error where it was asked for: the dialogue's
    thread never hangs.
    """

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
        """What the work comes to on the bridge's loop; its own errors come back.

        Raises Unavailable when it takes longer than the deadline (it is cancelled then), or when the bridge is closed.
        """
        if self._loop is None:
            work.close()
            raise Unavailable()
        here = asyncio.get_running_loop() is self._loop
        waiting = work if here else asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))
        try:
            return await asyncio.wait_for(waiting, self._seconds)
        except TimeoutError as slow:
            raise Unavailable() from slow
