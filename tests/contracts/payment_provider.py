"""What every provider of payments promises (`api.outside.payments.provider.Provider`)."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod

import pytest

from api.db.tables.payments import PaymentState
from api.kernel.outside_faults import Refused
from api.outside.payments.provider import Bill, Provider, ProviderPayment

PENCE, BACK = 3350, "http://reeve.test/back"


class ProviderContract(ABC):
    """Subclasses give a fixture `provider`, and say how a resident pays."""

    @abstractmethod
    def provider(self) -> Provider:
        """A fixture: the provider, with no payments."""

    @abstractmethod
    async def pays(self, provider: Provider, provider_id: str) -> None:
        """The resident pays on the provider's page."""

    @pytest.fixture
    def bill(self) -> Bill:
        """A bill that nobody has seen."""
        return Bill(secrets.token_hex(8), f"NB-{secrets.token_hex(3)}", PENCE, "Bulky waste")

    async def paid(self, provider: Provider, bill: Bill) -> ProviderPayment:
        """A payment of the bill, paid."""
        opened = await provider.open(bill, BACK)
        await self.pays(provider, opened.provider_id)
        return await provider.ask(opened.provider_id)

    async def test_it_has_a_name(self, provider: Provider) -> None:
        assert provider.name

    async def test_a_bill_opened_twice_is_one_payment(self, provider: Provider, bill: Bill) -> None:
        first, again = [await provider.open(bill, BACK) for _ in range(2)]
        assert first.provider_id == again.provider_id
        assert (again.state, again.pence, again.refundable) == (PaymentState.CREATED, PENCE, first.refundable)
        assert first.address and again.address

    async def test_what_is_paid_is_paid_nowhere_any_more_and_can_be_given_back(
        self, provider: Provider, bill: Bill
    ) -> None:
        paid = await self.paid(provider, bill)
        assert (paid.state, paid.pence, paid.address, paid.refundable) == (PaymentState.PAID, PENCE, None, PENCE)
        assert (await provider.open(bill, BACK)).state is PaymentState.PAID

    async def test_what_is_cancelled_cannot_be_paid_and_what_is_finished_not_cancelled(
        self, provider: Provider, bill: Bill
    ) -> None:
        opened = await provider.open(bill, BACK)
        await provider.cancel(opened.provider_id)
        await self.pays(provider, opened.provider_id)
        cancelled = await provider.ask(opened.provider_id)
        assert (cancelled.state, cancelled.address) == (PaymentState.CANCELLED, None)
        with pytest.raises(Refused):
            await provider.cancel(opened.provider_id)

    async def test_what_is_paid_is_not_cancelled(self, provider: Provider, bill: Bill) -> None:
        paid = await self.paid(provider, bill)
        with pytest.raises(Refused):
            await provider.cancel(paid.provider_id)
        assert (await provider.ask(paid.provider_id)).state is PaymentState.PAID

    async def test_money_goes_back_once_for_each_amount_that_could_go_back(
        self, provider: Provider, bill: Bill
    ) -> None:
        paid = await self.paid(provider, bill)
        refund = await provider.refund(paid.provider_id, 1000, PENCE)
        assert refund.refund_id and not refund.failed
        assert (await provider.ask(paid.provider_id)).refundable == PENCE - 1000
        for pence, refundable in ((1000, PENCE), (PENCE, PENCE - 1000)):  # asked again; more than is left
            with pytest.raises(Refused):
                await provider.refund(paid.provider_id, pence, refundable)
        assert (await provider.ask(paid.provider_id)).refundable == PENCE - 1000
        await provider.refund(paid.provider_id, PENCE - 1000, PENCE - 1000)
        assert (await provider.ask(paid.provider_id)).refundable is None

    async def test_nothing_goes_back_of_what_was_not_paid(self, provider: Provider, bill: Bill) -> None:
        opened = await provider.open(bill, BACK)
        with pytest.raises(Refused):
            await provider.refund(opened.provider_id, PENCE, PENCE)

    async def test_of_a_payment_that_is_not_there_nothing_is_told(self, provider: Provider) -> None:
        for asked in (provider.ask("none-such"), provider.cancel("none-such"), provider.refund("none-such", 1, 1)):
            with pytest.raises(Refused):
                await asked
