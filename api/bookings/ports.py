"""What bookings need from outside: notices and payments. `api/wiring.py` hands in real ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.ports import Notices

PaymentListener = Callable[[AsyncSession, str, str], Awaitable[None]]
"""Hears (session, payment reference, how it ended), in the transaction that records it."""


class BookingNotices(Notices, Protocol):
    """Queues notices, and knows whom nothing may be sent to."""

    async def held_back(self, session: AsyncSession, conversation_id: UUID) -> bool:
        """Whether nothing goes to this resident, because of what they told."""


class RefundState(Protocol):
    """One refund: when it was asked for, and when it was given; `failed` when a person must see to it."""

    @property
    def pence(self) -> int:
        """How much, in pence."""

    @property
    def asked_at(self) -> datetime:
        """When it was asked for."""

    @property
    def given_at(self) -> datetime | None:
        """When it was given; None while it is under way."""

    @property
    def failed(self) -> bool:
        """Whether a person must see to it."""


class Payments(Protocol):
    """Takes and returns money. Starting and refunding twice with the same reference or key is harmless."""

    async def start(self, session: AsyncSession, reference: str, pence: int, description: str, return_path: str) -> str:
        """Starts a payment of so many pence; returns the address at which the resident pays."""

    async def close(self, reference: str) -> str:
        """Ends a payment: from then on nobody can pay it. `paid` when the resident was quicker.

        Raises when the provider cannot be asked: then nothing is known, and nothing may be released.
        """

    async def refund(self, session: AsyncSession, reference: str, pence: int, key: str) -> None:
        """Queues a refund of so many pence under the command's key."""

    async def returned(self, session: AsyncSession, references: Collection[str]) -> Sequence[RefundState]:
        """The refunds of some payments, oldest first."""

    def tell(self, listener: PaymentListener) -> None:
        """From now on `listener` hears of every payment that was paid, failed or was cancelled, once."""
