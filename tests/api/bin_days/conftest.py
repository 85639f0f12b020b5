"""The rounds of Northbridge, and a page that shows them without the rest of the site."""

from __future__ import annotations

import holidays
import pytest

from api.bin_days.calendar import BinCalendar
from api.bin_days.read_rounds import read_rounds
from tests.support.services.streets import NORTHBRIDGE


@pytest.fixture(scope="session")
def calendar() -> BinCalendar:
    """The pack's calendar, with England's bank holidays."""
    rounds, days_off = read_rounds(NORTHBRIDGE), holidays.country_holidays("GB", subdiv="ENG")
    assert rounds is not None
    return BinCalendar(rounds, lambda on: on in days_off)
