"""Crosses from the dialogue engine's thread to the application's event loop, where the database is."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Crossing:
    """A way to the application's loop, once it is known. Without one, work is done where it is asked for."""

    def __init__(self, timeout: float = 5.0) -> None:
        self._timeout = timeout  # seconds: shorter than a turn may take
        self._loop: asyncio.AbstractEventLoop | None = None

    def lead_here(self) -> None:
        """The running loop is the application's."""
        self._loop = asyncio.get_running_loop()

    async def over(self, work: Coroutine[Any, Any, T]) -> T:
        """Does it on the application's loop. Raises TimeoutError; the work is then given up."""
        if self._loop is None or self._loop is asyncio.get_running_loop():
            return await asyncio.wait_for(work, self._timeout)
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout)
