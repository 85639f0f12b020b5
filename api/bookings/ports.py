"""What bookings need from outside: notices, payments, addresses. `api/wiring.py` hands in real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

PaymentState = Literal["created", "paid", "failed", "cancelled"]


class Notices(Protocol):
    """Tells residents. What is sent goes into the caller's transaction and is delivered later."""

    async def send(
        self,
        session: AsyncSession,
        kind: str,
        booking_reference: str,
        conversation_id: UUID | None,
        facts: Mapping[str, str],
    ) -> None:
        """Queues one notice. `kind` is one of `KINDS`; `facts` hold no personal data."""


KINDS = (
    "booking_confirmed",
    "booking_changed",
    "booking_cancelled",
    "booking_reminder",
    "booking_expired",
    "booking_refunded",
)


class Payments(Protocol):
    """Takes and returns money. Starting and refunding twice with the same reference or key is harmless."""

    async def start(self, session: AsyncSession, reference: str, pence: int, description: str, return_path: str) -> str:
        """The address to pay at."""

    async def state(self, reference: str) -> PaymentState:
        """How the payment stands; the provider itself is asked."""

    async def refund(self, session: AsyncSession, reference: str, pence: int, key: str) -> None:
        """Queues a refund."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the council's area."""

    uprn: str
    line: str
    postcode: str


class Gazetteer(Protocol):
    """The addresses of the council's area."""

    async def match(self, text: str) -> list[Address]:
        """The addresses that a resident may mean, best first; one alone is certain."""

    async def at_postcode(self, postcode: str) -> list[Address]:
        """Every address of a postcode."""
