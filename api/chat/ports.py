"""What the chat needs of other features, as small protocols. `api/wiring.py` hands in the real ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.ports import Notices
from api.conversation.schemas import Contact, QueueStanding, Satisfaction
from api.db.tables.conversations import Conversation
from bot.turn import DialogueState, Turn


class TurnIntake(Protocol):
    """Writes down what a turn means for the conversation's cases, within the transaction of the turn."""

    async def take(
        self,
        session: AsyncSession,
        conversation: Conversation,
        kind: str,
        turn: Turn,
        before: DialogueState | None = None,
    ) -> None:
        """Takes a turn in. `kind` is that of a new case; `before` is the dialogue's state before the turn."""


class QueuePlaces(Protocol):
    """Says what a resident may know of their place in the queue."""

    async def of(self, session: AsyncSession, conversation: Conversation) -> QueueStanding | None:
        """How it stands while a person is coming or has joined; None otherwise."""


RatingIsDue = Callable[[AsyncSession, Conversation], Awaitable[bool]]
"""Whether to ask a resident now how it went."""


@dataclass(frozen=True, slots=True)
class DeskOfChat:
    """The desk as the chat needs it."""

    intake: TurnIntake
    queue_places: QueuePlaces
    rating_is_due: RatingIsDue


class WaitingResident(Protocol):
    """What a resident may do while they wait for a person."""

    async def carry_on(self, conversation_id: UUID, token: str) -> None:
        """Goes on with the assistant instead of waiting. Raises Conflict once a person has joined."""

    async def leave_contact(self, conversation_id: UUID, token: str, contact: Contact) -> None:
        """Leaves contact details for a call back."""


class TakesRatings(Protocol):
    """Keeps how a resident says it went."""

    async def rate(self, conversation_id: UUID, token: str, said: Satisfaction, *, danger: bool = False) -> None:
        """Keeps the first rating of a conversation; `danger` when its comment tells of danger."""


class CopyNotices(Notices, Protocol):
    """Queues notices, and knows when one was queued."""

    async def newest(self, session: AsyncSession, conversation_id: UUID, kind: str) -> datetime | None:
        """When the conversation's newest notice of this kind was queued; None where there is none."""
