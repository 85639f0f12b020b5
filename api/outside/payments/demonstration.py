"""The embedded default: a pay page that takes no money, so that every way through a booking can be shown and tried."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from api.db.session import Database
from api.db.tables.payments import DemonstrationPayment, PaymentState
from api.kernel.outside_faults import Refused
from api.outside.payments.provider import Bill, ProviderPayment, Refunded


@dataclass(frozen=True)
class Demonstration:
    """A provider whose ledger is one table, and whose pay page has three buttons."""

    database: Database
    name = "demonstration"

    async def open(self, bill: Bill, return_address: str) -> ProviderPayment:
        """A line in the ledger; the page is our own."""
        async with self.database.transaction() as session:
            line = insert(DemonstrationPayment).values(
                id=bill.id, pence=bill.pence, state=PaymentState.CREATED, refunded=0
            )
            await session.execute(line.on_conflict_do_nothing())
        return await self.ask(bill.id)

    async def ask(self, provider_id: str) -> ProviderPayment:
        """The payment as the ledger has it."""
        async with self.database.transaction() as session:
            line = await session.get(DemonstrationPayment, provider_id)
            if line is None:
                raise Refused("not_found")
            return _found(line)

    async def press(self, provider_id: str, button: PaymentState) -> None:
        """What the resident pressed. Pressing again, or another button, changes nothing."""
        async with self.database.transaction() as session:
            line = await session.scalar(_locked(provider_id))
            if line is not None and line.state == PaymentState.CREATED:
                line.state = button

    async def cancel(self, provider_id: str) -> None:
        """Cancels it, unless a button was pressed."""
        async with self.database.transaction() as session:
            line = await session.scalar(_locked(provider_id))
            if line is None or line.state != PaymentState.CREATED:
                raise Refused("finished")
            line.state = PaymentState.CANCELLED

    async def refund(self, provider_id: str, pence: int, refundable: int) -> Refunded:
        """Notes a refund of so many pence in the ledger."""
        async with self.database.transaction() as session:
            line = await session.scalar(_locked(provider_id))
            if line is None or _found(line).refundable != refundable or pence > refundable:
                raise Refused("amount_differs")
            line.refunded += pence
        return Refunded(uuid4().hex)


def _locked(provider_id: str) -> Select[DemonstrationPayment]:
    return select(DemonstrationPayment).where(DemonstrationPayment.id == provider_id).with_for_update()


def _found(line: DemonstrationPayment) -> ProviderPayment:
    state = PaymentState(line.state)
    left = line.pence - line.refunded
    return ProviderPayment(
        provider_id=line.id,
        state=state,
        pence=line.pence,
        address=f"/pay/{line.id}" if state is PaymentState.CREATED else None,
        refundable=left if state is PaymentState.PAID and left else None,
    )
