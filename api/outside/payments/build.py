"""Puts the parts of payments together."""

from __future__ import annotations

from api.db.session import Database
from api.outside.http import ServiceClient
from api.outside.payments.demonstration import Demonstration
from api.outside.payments.govuk_pay import GovukPay
from api.outside.payments.provider import Provider
from api.outside.payments.service import Payments
from api.settings import Settings


def make_payments(settings: Settings, database: Database) -> Payments:
    """Payments with every provider that is set up, so that one switched off can still finish what it began."""
    providers: dict[str, Provider] = {Demonstration.name: Demonstration(database)}
    if settings.pay_api_key is not None:
        key = settings.pay_api_key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"}
        caller = ServiceClient(settings.pay_url, settings.outside_timeout_seconds, headers, settings.outside_proxy)
        providers[GovukPay.name] = GovukPay(caller)
    if settings.payments_by not in providers:
        raise SystemExit(
            "REEVE_PAYMENTS_BY is govuk_pay, so REEVE_PAY_API_KEY must be set. See docs/outside-services.md."
        )
    return Payments(database, providers, settings.payments_by, settings.public_url.rstrip("/"))
