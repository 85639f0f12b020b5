"""The port to whoever takes the money, and what crosses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.db.tables.payments import PaymentState


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid. `id` is ours, the same whenever the same bill is opened again; `pence` is above 0."""

    id: str
    reference: str
    pence: int
    description: str


@dataclass(frozen=True, slots=True)
class ProviderPayment:
    """A payment as the provider has it. `address` is where the resident pays, while that is possible; `refundable`
    how many pence can still be given back, None while none can."""

    provider_id: str
    state: PaymentState
    pence: int
    address: str | None = None
    refundable: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund that the provider took on, and whether it has gone wrong since."""

    refund_id: str
    failed: bool = False


class Provider(Protocol):
    """Takes and returns money. Errors are `api.kernel.outside_faults`."""

    name: str

    async def open(self, bill: Bill, return_address: str) -> ProviderPayment:
        """Opens a payment, or gives back the one that was opened for the same bill."""

    async def ask(self, provider_id: str) -> ProviderPayment:
        """The payment as the provider has it now."""

    async def cancel(self, provider_id: str) -> None:
        """Cancels one that is not finished. Raises Refused when it is."""

    async def refund(self, provider_id: str, pence: int, refundable: int) -> Refunded:
        """Gives `pence` back, if just now `refundable` can be given back; else raises Refused and gives nothing."""
