"""Keeps a task of the process running: after a fault it begins again, later each time while faults go on."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_any, retry_if_exception_type, retry_if_result
from tenacity.wait import wait_random_exponential

log = structlog.get_logger(__name__)


async def keep_running(
    work: Callable[[], Awaitable[None]],
    faults: tuple[type[Exception], ...],
    *,
    event: str,
    shortest: float,
    longest: float,
) -> None:
    """Awaits `work` again whenever it ends or raises one of `faults`, until this is cancelled or it raises another.

    Between `shortest` and `longest` seconds pass before each time, drawn from a range that doubles from twice the
    shortest; it begins anew when `work` had gone well for longer than the longest. Faults are logged as `event`.
    """
    began, widening = 0.0, wait_random_exponential(multiplier=2 * shortest, max=longest, min=shortest)

    async def once() -> None:
        nonlocal began
        began = time.monotonic()
        await work()

    def wait(state: RetryCallState) -> float:
        if time.monotonic() - began > longest:
            state.attempt_number = 1
        return widening(state)

    def tell(state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        if fault is not None:
            log.warning(event, error=type(fault).__name__)

    whenever = retry_any(retry_if_exception_type(faults), retry_if_result(lambda _: True))
    await AsyncRetrying(retry=whenever, wait=wait, before_sleep=tell)(once)
