"""What every feature that tells residents something needs: notices, queued within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class Notices(Protocol):
    """Tells residents. What is sent goes into the caller's transaction and is delivered later."""

    async def send(
        self,
        session: AsyncSession,
        kind: str,
        reference: str,
        conversation_id: UUID | None,
        facts: Mapping[str, str],
        *,
        key: str = "",
    ) -> object:
        """Queues one notice of a kind (`NoticeKind`); what is personal in `facts` is a placeholder."""

    async def say_safe(self, session: AsyncSession, conversation_id: UUID) -> None:
        """The resident says that nobody else reads what is sent to them."""
