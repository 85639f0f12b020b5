"""The bridge between the dialogue's thread and the application's loop: a deadline, and errors that come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import pytest

from api.conversation import resident_context
from api.conversation.resident_context import resident_context_of
from api.kernel.errors import NotFound, Unavailable
from api.kernel.event_loop_bridge import EventLoopBridge
from redaction import Placeholders

DEADLINE = 0.1


async def from_dialogue(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of work on a thread with a loop of its own, as the dialogue has."""
    return await asyncio.to_thread(asyncio.run, work)


async def over(bridge: EventLoopBridge, work: Coroutine[Any, Any, Any]) -> Any:
    """A call over the bridge, as a form's back end makes it."""
    return await bridge.over(work)


def opened(seconds: float = DEADLINE) -> EventLoopBridge:
    """A bridge to the loop of the test."""
    bridge = EventLoopBridge(seconds)
    bridge.open()
    return bridge


async def test_work_is_done_on_the_applications_loop() -> None:
    here = asyncio.get_running_loop()

    async def work() -> bool:
        return asyncio.get_running_loop() is here

    assert await from_dialogue(over(opened(), work()))
    assert await over(opened(), work())


@pytest.mark.parametrize("thread", ["the dialogue's", "the application's"])
async def test_what_never_ends_is_an_error_after_the_deadline_and_is_cancelled(thread: str) -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    begun, asked = time.monotonic(), over(opened(), work())
    with pytest.raises(Unavailable):
        await (asked if thread == "the application's" else from_dialogue(asked))
    assert time.monotonic() - begun < 5
    await asyncio.wait_for(cancelled.wait(), 5)


async def test_an_error_of_the_work_comes_back_to_the_form() -> None:
    async def work() -> None:
        raise NotFound("There is no such booking.")

    with pytest.raises(NotFound, match="not_found"):
        await from_dialogue(over(opened(), work()))


async def test_a_closed_bridge_takes_nothing() -> None:
    bridge = opened()
    bridge.close()

    async def work() -> None:
        raise AssertionError("never begun")

    assert not bridge.is_open
    with pytest.raises(Unavailable):
        await from_dialogue(over(bridge, work()))


async def test_a_details_value_is_opened_over_the_same_bridge(monkeypatch: pytest.MonkeyPatch) -> None:
    class StuckVault:
        async def reveal(self, placeholder: str) -> str:
            if placeholder == "<PERSON_1>":
                return "Ada"
            await asyncio.Event().wait()
            raise AssertionError("unreachable")

    monkeypatch.setattr(resident_context, "EventLoopBridge", lambda: EventLoopBridge(DEADLINE))
    vault: Any = StuckVault()
    context = resident_context_of(uuid4(), "key", vault, Placeholders(), {})
    assert await from_dialogue(context.reveal("<PERSON_1>")) == "Ada"  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        await from_dialogue(context.reveal("<PERSON_2>"))  # type: ignore[arg-type]
