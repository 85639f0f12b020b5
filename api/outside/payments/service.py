"""What bookings call to be paid. Nothing outside is asked within a booking's own transaction."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.payments import Payment, PaymentState, new_id
from api.kernel.errors import Conflict, NotFound
from api.kernel.outside_faults import Fault, Later, Refused
from api.outside.payments.ask_refund import ask_refund
from api.outside.payments.provider import Bill, Provider, ProviderPayment
from api.outside.payments.repository import PaymentRepository
from api.outside.wording import say

log = structlog.get_logger(__name__)
OPENING = timedelta(minutes=3)  # longer than any call to a provider may take
MOST_PENCE = 10_000_000  # GOV.UK Pay's own limit
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~?=&%-]{0,299}")

PaymentListener = Callable[[AsyncSession, str, PaymentState], Awaitable[None]]
"""Hears (session, reference, state) in the transaction that records it: once for each change, both kept or neither."""


@dataclass(frozen=True, slots=True)
class GivenRefund:
    """One refund: when it was asked for, and when it was given; `failed` when a person must see to it."""

    pence: int
    asked_at: datetime
    given_at: datetime | None = None
    failed: bool = False


@dataclass(frozen=True)
class Payments:
    """Payments of bookings. `current` names the provider of new ones; those begun with another stay with it."""

    database: Database
    providers: Mapping[str, Provider]
    current: str
    public_url: str
    clock: Callable[[], datetime] = now
    listeners: list[PaymentListener] = field(default_factory=list)

    def tell(self, listener: PaymentListener) -> None:
        """From now on `listener` hears of every payment that is paid, failed or cancelled.

        `paid` can follow `failed` or `cancelled`, when the provider took the money after all; nothing follows `paid`.
        """
        self.listeners.append(listener)

    async def start(self, session: AsyncSession, reference: str, pence: int, description: str, return_path: str) -> str:
        """The address to pay at. For a reference that is being paid, or is paid, it is the same one again.

        `description` is for the payer and the council's ledger, and names nobody. `return_path` is a path of this
        site. Raises Conflict when another amount is under way for the reference.
        """
        if not 0 < pence <= MOST_PENCE or not _PATH.fullmatch(return_path):
            raise ValueError("A payment needs an amount that can be paid, and a path of this site to return to.")
        payments = PaymentRepository(session)
        found = await payments.latest(reference)
        if found is None or found.state in (PaymentState.FAILED, PaymentState.CANCELLED):
            made = await payments.add(
                id=new_id(),
                reference=reference,
                pence=pence,
                description=description[:200],
                return_path=return_path,
                provider=self.current,
                created_at=self.clock(),
            )
            found = made or await payments.latest(reference)  # ours, or that of somebody who was quicker
        if found is None or found.pence != pence:
            raise Conflict(say("payments.other_amount"))
        return f"{self.public_url}/pay/{found.id}"

    async def state(self, reference: str) -> PaymentState:
        """Asks the provider how the payment of a reference stands. Raises NotFound; Later when it cannot be asked."""
        return await self.ask((await self._of(reference)).id)

    async def close(self, reference: str) -> PaymentState:
        """Asks the provider again, and cancels what is not paid; from then on nobody can pay it.

        Returns how the payment ended: `paid` when the resident was quicker. Raises NotFound, or Later when the
        provider cannot be asked: then nothing is known, and nothing may be released.
        """
        return await self.cancel((await self._of(reference)).id)

    async def refund(self, session: AsyncSession, reference: str, pence: int, key: str) -> None:
        """Queues a refund in the booking's transaction, once for each `key`. Raises NotFound, Conflict, BadRequest."""
        await ask_refund(session, reference, pence, key, self.clock())

    async def returned(self, session: AsyncSession, references: Collection[str]) -> Sequence[GivenRefund]:
        """The refunds of the payments of some references, oldest first."""
        return [
            GivenRefund(
                each.pence, each.created_at, each.settled_at if each.state == "done" else None, each.state == "failed"
            )
            for each in await PaymentRepository(session).refunds_of(references)
        ]

    async def _of(self, reference: str) -> Payment:
        async with self.database.transaction() as session:
            found = await PaymentRepository(session).latest(reference)
        if found is None:
            raise NotFound(say("payments.none"))
        return found

    async def payment(self, payment_id: str) -> Payment:
        """The payment as we know it. Raises NotFound."""
        async with self.database.transaction() as session:
            found = await PaymentRepository(session).find(payment_id)
        if found is None:
            raise NotFound(say("payments.not_found"))
        return found

    async def ask(self, payment_id: str) -> PaymentState:
        """Asks the provider, and records and tells what is new. Raises NotFound, or Later."""
        payment = await self.payment(payment_id)
        if payment.provider_id is None:
            return PaymentState(payment.state)
        found = await self._provider(payment).ask(payment.provider_id)
        return await self._settle(payment_id, found)

    async def way_to_pay(self, payment_id: str) -> str | None:
        """The provider's address where the resident pays, opened on the first visit; None once it is finished.

        Raises Conflict while somebody is opening it, Later or Refused when the provider cannot.
        """
        payment = await self.payment(payment_id)
        if payment.state != PaymentState.CREATED:
            return None
        if payment.provider_id is None:
            found = await self._open(payment_id)
        else:
            found = await self._provider(payment).ask(payment.provider_id)
        return found.address if await self._settle(payment_id, found) is PaymentState.CREATED else None

    async def _open(self, payment_id: str) -> ProviderPayment:
        """Opens it at the provider, by one visitor at a time; the address is known to nobody before it is kept."""
        async with self.database.transaction() as session:
            payment = await PaymentRepository(session).locked(payment_id)
            at = self.clock()
            if payment is None or payment.state != PaymentState.CREATED or payment.provider_id is not None:
                raise Conflict(say("payments.moved_on"))
            if payment.opening_until is not None and payment.opening_until > at:
                raise Conflict(say("payments.being_opened"))
            payment.opening_until = at + OPENING
            bill = Bill(payment.id, payment.reference, payment.pence, payment.description)
        try:
            found = await self._provider(payment).open(bill, f"{self.public_url}/pay/{payment_id}/return")
        except Fault as fault:
            if not (isinstance(fault, Later) and fault.doubtful):
                await self._opened(payment_id, None)
            raise
        await self._opened(payment_id, found.provider_id)
        return found

    async def _opened(self, payment_id: str, provider_id: str | None) -> None:
        async with self.database.transaction() as session:
            payment = await PaymentRepository(session).locked(payment_id)
            if payment is not None:
                payment.provider_id, payment.opening_until = provider_id or payment.provider_id, None

    async def cancel(self, payment_id: str) -> PaymentState:
        """Cancels one payment at its provider: see `close`."""
        if (state := await self._cancel_unopened(payment_id)) is not None:
            return state
        state = await self.ask(payment_id)
        if state is not PaymentState.CREATED:
            return state
        payment = await self.payment(payment_id)
        try:
            await self._provider(payment).cancel(payment.provider_id or "")
        except Refused as refused:
            log.info("payment_not_cancelled", payment=payment_id[:6], reason=refused.reason)
        state = await self.ask(payment_id)
        if state is PaymentState.CREATED:
            raise Later("not_cancelled")
        return state

    async def _cancel_unopened(self, payment_id: str) -> PaymentState | None:
        """Cancels a payment that the provider does not know; None when it does."""
        async with self.database.transaction() as session:
            payment = await PaymentRepository(session).locked(payment_id)
            if payment is None:
                raise NotFound(say("payments.none"))
            if payment.state != PaymentState.CREATED:
                return PaymentState(payment.state)
            if payment.provider_id is not None:
                return None
            if payment.opening_until is not None and payment.opening_until > self.clock():
                raise Later("being_opened")
            await self._record(session, payment, PaymentState.CANCELLED, "not_begun")
            return PaymentState.CANCELLED

    async def _settle(self, payment_id: str, found: ProviderPayment) -> PaymentState:
        """Records what the provider says, and tells the listeners if it is new. Returns how the payment stands."""
        async with self.database.transaction() as session:
            payment = await PaymentRepository(session).locked(payment_id)
            if payment is None:
                raise NotFound()
            payment.ask_at = None
            if found.pence != payment.pence:
                log.error("payment_amount_differs", payment=payment_id[:6])
                raise Refused("amount_differs")
            if _is_news(PaymentState(payment.state), found.state):
                await self._record(session, payment, found.state, found.reason)
            return PaymentState(payment.state)

    async def _record(self, session: AsyncSession, payment: Payment, state: PaymentState, reason: str | None) -> None:
        payment.state, payment.reason, payment.settled_at = state, reason, self.clock()
        await session.flush()
        log.info("payment", payment=payment.id[:6], state=state.value, reason=reason)
        for listener in self.listeners:
            await listener(session, payment.reference, state)

    def _provider(self, payment: Payment) -> Provider:
        """The provider that a payment was begun with. Raises Later when it is switched off now."""
        provider = self.providers.get(payment.provider)
        if provider is None:
            raise Later("provider_switched_off")
        return provider


def _is_news(known: PaymentState, found: PaymentState) -> bool:
    """Money that was taken always counts; otherwise the first end is the end."""
    return found is not known and (known is PaymentState.CREATED or (found is PaymentState.PAID))
