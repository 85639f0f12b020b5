"""What offices may know of a resident: the placeholders of this conversation, opened from the vault on demand."""

from __future__ import annotations

import asyncio
from uuid import UUID

from api.errors import NotFound
from api.vault.service import Safe
from bot.forms.form import AtHand


def at_hand_of(conversation_id: UUID, key: str, safe: Safe) -> AtHand:
    """The handle of one turn. It may be used on the engine's thread: the vault is read on the loop of this call."""
    loop = asyncio.get_running_loop()

    async def reveal(placeholder: str) -> str | None:
        if asyncio.get_running_loop() is loop:
            return await _opened(safe, placeholder)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_opened(safe, placeholder), loop))

    return AtHand(conversation_id, f"{conversation_id}:{key}", reveal)


async def _opened(safe: Safe, placeholder: str) -> str | None:
    try:
        return await safe.reveal(placeholder)
    except NotFound:
        return None
