"""Payments with every part real: database, adapters, and a server that they speak to."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.session import Database
from api.db.tables.payments import Payment, PaymentRefund, PaymentState
from api.outside.http import ServiceClient
from api.outside.payments.demonstration import Demonstration
from api.outside.payments.govuk_pay import GovukPay
from api.outside.payments.refunds import Refunds
from api.outside.payments.service import Payments
from api.outside.payments.watch import PaymentWatch
from tests.support.outside.pay_server import KEY, PayServer

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SITE = "http://reeve.test"


class Till:
    """A bookings office that starts payments and writes down what it hears; `at` only moves when told."""

    def __init__(self, database_url: str, server: PayServer, current: str = "govuk_pay") -> None:
        self.database = Database(database_url, 8)
        self.server = server
        self.at = NOON
        self.heard: list[tuple[str, PaymentState]] = []
        self.demonstration = Demonstration(self.database)
        caller = ServiceClient(server.url, 0.5, {"Authorization": f"Bearer {KEY}"})
        providers = {"demonstration": self.demonstration, "govuk_pay": GovukPay(caller)}
        self.payments = Payments(self.database, providers, current, SITE, self.clock)
        self.payments.tell(self._hear)
        self.refunds = Refunds(self.database, self.payments, self.clock)
        self.watch = PaymentWatch(self.database, self.payments, timedelta(minutes=30), self.clock)

    def clock(self) -> datetime:
        return self.at

    def forward(self, **how_far: float) -> None:
        self.at += timedelta(**how_far)

    async def _hear(self, session: AsyncSession, reference: str, state: PaymentState) -> None:
        self.heard.append((reference, state))

    async def start(self, reference: str = "", pence: int = 3350) -> str:
        """The id of a payment that was started."""
        reference = reference or f"NB-{secrets.token_hex(3)}"
        async with self.database.transaction() as session:
            address = await self.payments.start(session, reference, pence, "Bulky waste", f"/bookings/{reference}")
        assert address.startswith(f"{SITE}/pay/")
        return address.removeprefix(f"{SITE}/pay/")

    async def opened(self, reference: str = "") -> tuple[Payment, str]:
        """A payment whose resident is on the provider's page; with the provider's id."""
        payment_id = await self.start(reference)
        assert await self.payments.way_to_pay(payment_id)
        row = await self.row(payment_id)
        assert row.provider_id is not None
        return row, row.provider_id

    async def paid(self, reference: str = "") -> Payment:
        """A payment that is paid, and known to be."""
        payment, provider_id = await self.opened(reference)
        self.server.payer(provider_id, "success")
        assert await self.payments.ask(payment.id) is PaymentState.PAID
        return payment

    async def row(self, payment_id: str) -> Payment:
        async with self.database.transaction() as session:
            return await session.get_one(Payment, payment_id)

    async def refund(self, reference: str, pence: int, key: str = "cancelled") -> None:
        async with self.database.transaction() as session:
            await self.payments.refund(session, reference, pence, key)

    async def refund_rows(self) -> list[PaymentRefund]:
        async with self.database.transaction() as session:
            return list((await session.scalars(select(PaymentRefund).order_by(PaymentRefund.created_at))).all())

    async def settle_refunds(self, rounds: int = 60) -> list[PaymentRefund]:
        """Lets time pass and sweeps run until no refund is on its way."""
        for _ in range(rounds):
            await self.refunds.sweep()
            rows = await self.refund_rows()
            waiting = [row.due_at for row in rows if row.state in ("waiting", "sending")]
            if not waiting:
                break
            self.at = max(self.at, *waiting)
        return await self.refund_rows()

    async def clear(self) -> None:
        async with self.database.transaction() as session:
            await session.execute(text("truncate payment_refund, payment, payment_demonstration"))
            await session.execute(text("delete from procrastinate_jobs where task_name like 'payments.%'"))
