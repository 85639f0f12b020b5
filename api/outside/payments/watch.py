"""Looks after payments that nobody finishes: asks the provider about them, and ends those whose time is up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from api.db.base import now
from api.db.session import Database
from api.db.tables.payments import PaymentState
from api.kernel.jobs import defer
from api.kernel.outside_faults import Fault
from api.outside.payments.repository import PaymentRepository
from api.outside.payments.service import Payments

log = structlog.get_logger(__name__)
ASK = "payments.ask"
AGAIN = timedelta(minutes=5)  # after the provider could not be asked
WATCHED = 100


@dataclass(frozen=True)
class PaymentWatch:
    """Ends payments `most` after they were begun: listeners hear of it, and what was held for them is free again."""

    database: Database
    payments: Payments
    most: timedelta
    clock: Callable[[], datetime] = now

    async def announced(self, provider: str, provider_id: str) -> bool:
        """The provider says that something happened. It is asked soon, in a job; whether we know the payment."""
        async with self.database.transaction() as session:
            payments = PaymentRepository(session)
            payment_id = await payments.by_provider_id(provider, provider_id)
            if payment_id is not None:
                await payments.ask_at(payment_id, self.clock())
                await defer(session, ASK, payment=payment_id)
            return payment_id is not None

    async def sweep(self) -> int:
        """Looks at everything that is late or was announced; returns how many."""
        at = self.clock()
        async with self.database.transaction() as session:
            found = await PaymentRepository(session).under_way(at - self.most, at, WATCHED)
        for payment_id in found:
            await self.look(payment_id)
        return len(found)

    async def look(self, payment_id: str) -> PaymentState | None:
        """Asks about one payment, and cancels it if its time is up; None when the provider could not be asked.

        As long as it cannot be asked nothing is ended: the resident may have paid.
        """
        try:
            payment = await self.payments.payment(payment_id)
            late = payment.state == PaymentState.CREATED and payment.created_at < self.clock() - self.most
            return await (self.payments.cancel(payment_id) if late else self.payments.ask(payment_id))
        except Fault as fault:
            log.warning("payment_not_asked", payment=payment_id[:6], reason=fault.reason)
        async with self.database.transaction() as session:
            await PaymentRepository(session).ask_at(payment_id, self.clock() + AGAIN)
        return None
