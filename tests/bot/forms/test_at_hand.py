"""What a back end may open: this conversation's placeholders, those of the present message too, and nothing else."""

from __future__ import annotations

import asyncio
import threading

from bot.forms.form import ResidentContext
from bot.forms.resident_context import NOBODY, RESIDENT_CONTEXT, opened, with_present
from redaction import Finding

RAW = "12 High Street, NB1 2AB"


async def vault(placeholder: str) -> str | None:
    return {"<PERSON_1>": "Zaqwyx"}.get(placeholder)


async def test_the_present_message_is_opened_and_so_is_the_vault() -> None:
    found = [Finding(0, 14, "ADDRESS", 1.0, "<ADDRESS_1>"), Finding(16, 23, "UK_POSTCODE", 1.0, "<UK_POSTCODE_1>")]
    resident_context = with_present(ResidentContext(None, "k", vault), RAW, found)
    assert await opened("<ADDRESS_1>, <UK_POSTCODE_1>", resident_context) == RAW
    assert await opened("<PERSON_1>", resident_context) == "Zaqwyx"
    assert await opened("no placeholder", resident_context) == "no placeholder"


async def test_what_stands_for_nothing_opens_nothing() -> None:
    assert await opened("<ADDRESS_9>", ResidentContext(None, "k", vault)) is None
    assert await opened("<PERSON_1>", NOBODY) is None


def test_a_handle_shows_nothing_of_what_it_opens() -> None:
    assert "vault" not in repr(ResidentContext(None, "k", vault))


async def test_it_goes_with_the_turn_to_another_thread_and_no_further() -> None:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    known = RESIDENT_CONTEXT.set(ResidentContext(None, "this turn", vault))

    async def key() -> str:
        return RESIDENT_CONTEXT.get().key

    inside = asyncio.run_coroutine_threadsafe(key(), loop)
    RESIDENT_CONTEXT.reset(known)
    outside = asyncio.run_coroutine_threadsafe(key(), loop)
    assert await asyncio.wrap_future(inside) == "this turn"
    assert await asyncio.wrap_future(outside) == ""
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=5)
    loop.close()
