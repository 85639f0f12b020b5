"""What back ends may know of a resident: the placeholders of this conversation, opened from the vault on demand."""

from __future__ import annotations

from uuid import UUID

from api.kernel.errors import NotFound
from api.kernel.event_loop_bridge import EventLoopBridge
from api.vault.service import Safe
from bot.forms.form import ResidentContext
from redaction import Placeholders


def resident_context_of(
    conversation_id: UUID, key: str, safe: Safe, placeholders: Placeholders, offered: dict[str, str]
) -> ResidentContext:
    """The handle of one turn. It may be used on the engine's thread: the work is done on the loop of this call.

    What a back end hides to offer it stands in `offered` afterwards, for the caller to seal.
    """
    bridge = EventLoopBridge()
    bridge.open()

    async def reveal(placeholder: str) -> str | None:
        if placeholder in offered:
            return offered[placeholder]
        return await bridge.over(_opened(safe, placeholder))

    async def hide(address: str) -> str:
        placeholder = await bridge.over(_hidden(placeholders, address))
        offered[placeholder] = address
        return placeholder

    return ResidentContext(conversation_id, f"{conversation_id}:{key}", reveal, hide)


async def _opened(safe: Safe, placeholder: str) -> str | None:
    try:
        return await safe.reveal(placeholder)
    except NotFound:
        return None


async def _hidden(placeholders: Placeholders, address: str) -> str:
    return placeholders.of("ADDRESS", address)
