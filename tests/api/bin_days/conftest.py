"""The rounds of Northbridge, and a page that shows them without the rest of the site."""

from __future__ import annotations

import pytest

from api.bin_days.calendar import BinCalendar
from api.bin_days.read_rounds import read_rounds
from knowledge.pack.calendar import PLAIN_CALENDAR
from tests.support.services.streets import NORTHBRIDGE


@pytest.fixture(scope="session")
def calendar() -> BinCalendar:
    """The pack's calendar, with England's bank holidays."""
    rounds = read_rounds(NORTHBRIDGE)
    assert rounds is not None
    return BinCalendar(rounds, PLAIN_CALENDAR)
