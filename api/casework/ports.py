"""What casework needs of the chat. `api/wiring.py` hands in the real one."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from api.conversation.schemas import Help, Transcript


class ResidentsChat(Protocol):
    """The conversation as its resident sees it, and help in a crisis."""

    async def transcript(self, conversation_id: UUID, token: str, after: int = 0) -> Transcript:
        """The messages after a given id. Raises ConversationNotFound."""

    def help_at_once(self, text: str) -> Help:
        """The crisis card for these words, from memory alone; no message where they tell of no danger."""
