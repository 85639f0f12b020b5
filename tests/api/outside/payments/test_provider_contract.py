"""Both providers of payments keep the promises of a provider."""

from __future__ import annotations

import pytest

from api.db.tables.payments import PaymentState
from api.outside.http import ServiceClient
from api.outside.payments.demonstration import Demonstration
from api.outside.payments.govuk_pay import GovukPay
from api.outside.payments.provider import Provider
from tests.contracts.payment_provider import ProviderContract
from tests.support.outside.pay_server import KEY, PayServer
from tests.support.outside.till import Till


class TestDemonstration(ProviderContract):
    @pytest.fixture
    def provider(self, till: Till) -> Provider:
        return till.demonstration

    async def pays(self, provider: Provider, provider_id: str) -> None:
        assert isinstance(provider, Demonstration)
        await provider.press(provider_id, PaymentState.PAID)


class TestGovukPay(ProviderContract):
    @pytest.fixture(autouse=True)
    def server(self, pay_server: PayServer) -> None:
        self.pay_server = pay_server

    @pytest.fixture
    def provider(self, pay_server: PayServer) -> Provider:
        return GovukPay(ServiceClient(pay_server.url, 5, {"Authorization": f"Bearer {KEY}"}))

    async def pays(self, provider: Provider, provider_id: str) -> None:
        self.pay_server.payer(provider_id, "success")
