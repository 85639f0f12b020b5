"""One calendar for the whole house: dialogue, bookings, desk and bin days work the same days for the same council."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest

from api.bin_days.build import make_bin_days
from api.bookings.build import make_booking_engine
from api.casework.queue.desk_policy import council_desk
from api.casework.queue.working_time import LONDON, Calendar
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.keys import Key
from bot.council import Council
from bot.forms.reading.dates import read_date
from bot.forms.reading.today import Today
from knowledge.pack.calendar import NATIONS, CouncilCalendar, Nation
from knowledge.pack.load import load_pack

pytestmark = pytest.mark.slow

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
DAYS = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
CLOSED = frozenset({date(2026, 12, 29), date(2027, 12, 29), date(2029, 6, 13)})


@dataclass(frozen=True)
class Calendars:
    """What each part of the house counts days by."""

    bot: CouncilCalendar
    bookings: CouncilCalendar
    bins: CouncilCalendar
    desk: Calendar


@pytest.fixture(scope="module", params=NATIONS)
def nation(request: pytest.FixtureRequest) -> Nation:
    """Each nation in turn."""
    found: Nation = request.param
    return found


@pytest.fixture(scope="module")
def calendars(nation: Nation) -> Calendars:
    """The calendars of a council of that nation, from the functions that put the application together."""
    settings = Settings(_env_file=None)
    council = Council(replace(load_pack(settings.council_pack), calendar=CouncilCalendar(nation, CLOSED)))
    bins = make_bin_days(settings, council, None)
    bookings = make_booking_engine(settings, "postgresql://nobody@localhost/none", council, Keyring(Key.new()))
    assert bins is not None
    desk = council_desk(settings.council_pack, council).hours("waste")
    timetable = bookings.context.timetable
    return Calendars(council.calendar, timetable.calendar, bins.missed.calendar.council, desk)


def test_every_part_works_the_same_days_for_five_years(calendars: Calendars) -> None:
    for day in DAYS:
        noon = datetime.combine(day, time(12), LONDON)
        worked = {each.is_working_day(day) for each in (calendars.bot, calendars.bookings, calendars.bins)}
        assert worked == {calendars.desk.is_open(noon)}, day


def test_bookings_count_to_the_working_day_that_the_dialogue_reads(calendars: Calendars) -> None:
    for day in DAYS:
        coming = (day + timedelta(days=step) for step in range(366))
        holiday = next(each for each in coming if calendars.bins.is_bank_holiday(each))
        said = read_date("the first working day after the bank holiday", Today(day, calendars.bot))
        assert said == calendars.bookings.next_working_day(holiday), day


def test_the_first_working_day_after_new_year_is_the_nations_own(calendars: Calendars, nation: Nation) -> None:
    said = read_date("after new year", Today(date(2025, 12, 20), calendars.bot))
    assert said == (date(2026, 1, 5) if nation == "scotland" else date(2026, 1, 2))
    assert said == calendars.bookings.next_working_day(date(2026, 1, 1))
