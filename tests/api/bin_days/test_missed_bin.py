"""When a missed bin is reported, and when it is refused with the reason."""

from __future__ import annotations

from datetime import datetime

import pytest

from api.bin_days.calendar import BinCalendar
from api.bin_days.missed import MissedBin
from api.kernel.times import LONDON
from tests.support.services.streets import Streets

MILL_LANE, STATION_ROAD, FLAT = "12 Mill Lane, NB3 4LT", "7 Station Road NB2 1QD", "Flat 3, Castle Court, NB2 1QD"


@pytest.mark.parametrize(
    ("address", "bin_", "at", "said"),
    [
        (STATION_ROAD, "rubbish", "2026-12-11 18:00", None),  # Friday, after the crew has finished
        (STATION_ROAD, "rubbish", "2026-12-11 16:59", "due today, and the crew can come until 5pm"),
        (STATION_ROAD, "paper", "2026-12-11 18:00", "too long ago"),  # last on the Friday before
        (STATION_ROAD, "rubbish", "2026-12-15 09:00", None),  # Tuesday: the second working day
        (STATION_ROAD, "rubbish", "2026-12-16 09:00", "The next collection is on Sunday 27 December 2026"),
        (STATION_ROAD, "rubbish", "2026-12-25 18:00", "too long ago"),  # moved to the 27th: not missed today
        (STATION_ROAD, "rubbish", "2026-12-27 18:00", None),
        (FLAT, "food", "2026-12-11 18:00", "do not collect a food caddy"),
        (FLAT, "mixed", "2026-12-11 18:00", None),
        (MILL_LANE, "food", "2026-11-17 18:00", "Parked cars blocked the road. The crew comes back on Tuesday 24"),
        (MILL_LANE, "rubbish", "2026-11-25 09:00", None),
        ("1 Far Farm, NB9 9ZZ", "rubbish", "2026-12-11 18:00", None),  # on no round: a person looks
        ("the moon", "rubbish", "2026-12-11 18:00", "could not find that address"),
        ("Mill Lane", "rubbish", "2026-12-11 18:00", "could not find that address"),
    ],
)
async def test_a_missed_bin_is_taken_or_refused_with_the_reason(
    calendar: BinCalendar, address: str, bin_: str, at: str, said: str | None
) -> None:
    check = MissedBin(calendar, Streets(), lambda: datetime.fromisoformat(at).replace(tzinfo=LONDON))
    refused = await check.refuse(address, {"bin": bin_})
    assert (refused is None) == (said is None), refused
    assert said is None or (refused and said in refused.say), refused


async def test_an_address_that_may_be_two_is_asked_for_again_and_does_not_end_the_form(calendar: BinCalendar) -> None:
    refused = await MissedBin(calendar, Streets()).refuse("Mill Lane, NB3 4LT", {})
    assert refused is not None
    assert not refused.ends


async def test_without_a_gazetteer_a_person_has_to_look(calendar: BinCalendar) -> None:
    assert await MissedBin(calendar, None).refuse("anything", {"bin": "food"}) is None
