"""Both carriers of notices keep the promises of a carrier."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from api.outside.notices.carrier import Carrier
from api.outside.notices.notify import Notify
from api.outside.notices.outbox import Outbox
from tests.contracts.notice_carrier import CarrierContract
from tests.support.outside.notify_server import KEY, NotifyServer
from tests.support.outside.post_room import TEMPLATES


class TestOutbox(CarrierContract):
    @pytest.fixture
    def carrier(self) -> Carrier:
        return Outbox()


class TestNotify(CarrierContract):
    @pytest.fixture
    def carrier(self, notify_server: NotifyServer) -> Carrier:
        return Notify(SecretStr(KEY), TEMPLATES, notify_server.url, timeout=5)
