"""What is switched on without what it needs ends the start with a line that names it; nothing shows a key."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from api.db.session import Database
from api.kernel.logs import QUIET
from api.outside.build import make_ports
from api.outside.gazetteer.os_places import OsPlaces
from api.outside.notices.notify import Notify
from api.outside.payments.govuk_pay import GovukPay
from api.settings import Settings
from api.vault.keys import Key
from api.vault.service import Vault

EVERYTHING: dict[str, Any] = {
    "notices_by": "notify",
    "notify_api_key": SecretStr("secret-notify"),
    "payments_by": "govuk_pay",
    "pay_api_key": SecretStr("secret-pay"),
    "addresses_by": "os_places",
    "os_places_key": SecretStr("secret-os"),
    "os_places_custodian": 9051,
}


def made(**settings: Any) -> Any:
    return make_ports(Settings(_env_file=None, **settings), Database("postgresql://x@localhost/none"), Vault(Key.new()))


def test_by_default_nothing_outside_is_called() -> None:
    outside = made()
    assert outside.delivery.carrier.name == "outbox"
    assert (outside.payments.current, list(outside.payments.providers)) == ("demonstration", ["demonstration"])
    assert outside.gazetteer.places is None


def test_each_is_switched_on_by_settings_and_shows_no_key() -> None:
    outside = made(**EVERYTHING)
    assert isinstance(outside.delivery.carrier, Notify)
    assert isinstance(outside.payments.providers["govuk_pay"], GovukPay)
    assert isinstance(outside.gazetteer.places, OsPlaces)
    assert "secret-" not in repr(outside)


@pytest.mark.parametrize(
    ("setting", "without"),
    [
        ("REEVE_NOTIFY_API_KEY", "notify_api_key"),
        ("REEVE_PAY_API_KEY", "pay_api_key"),
        ("REEVE_OS_PLACES_KEY", "os_places_key"),
        ("REEVE_OS_PLACES_CUSTODIAN", "os_places_custodian"),
    ],
)
def test_a_missing_key_ends_the_start_and_is_named(setting: str, without: str) -> None:
    with pytest.raises(SystemExit, match=setting):
        made(**{**EVERYTHING, without: None})


@pytest.mark.parametrize(
    "wrong", [{"notices_by": "pigeon"}, {"payment_minutes": 4}, {"notify_callback_token": "short"}], ids=str
)
def test_a_value_that_cannot_be_right_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **wrong)


@pytest.mark.parametrize("name", ["httpx", "httpcore", "urllib3", "notifications_python_client"])
def test_libraries_that_log_addresses_or_messages_are_quiet(name: str) -> None:
    assert name in QUIET
    assert logging.getLogger(name).getEffectiveLevel() >= logging.ERROR
