"""The back end of bookings keeps the promises of a back end."""

from __future__ import annotations

import pytest

from api.bookings.chat.form_backend import BookingBackend
from api.kernel.event_loop_bridge import EventLoopBridge
from tests.contracts.form_backend import FormBackendContract, FormCase
from tests.contracts.gazetteer import GazetteerContract
from tests.support.bookings.counter import Counter, Streets

SOFA = {"items": "sofa=1,mattress=1", "own": "yes", "concession": "no", "address": "<ADDRESS_1>", "name": "<PERSON_1>"}


class TestBookingBackend(FormBackendContract):
    @pytest.fixture
    async def case(self, counter: Counter) -> FormCase:
        bridge = EventLoopBridge()
        bridge.open()
        return FormCase(BookingBackend(counter.bookings, bridge, Streets()), "bulky-waste", SOFA)


class TestStreets(GazetteerContract):
    """The gazetteer of the bookings' tests."""

    postcode, line = "NB1 2CD", "2 Mill Lane"

    @pytest.fixture
    def gazetteer(self) -> Streets:
        return Streets()
