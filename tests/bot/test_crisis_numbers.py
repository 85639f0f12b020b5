"""The list of crisis numbers that somebody must keep verified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.crisis.config import load
from bot.crisis.numbers import FRESH_DAYS, CrisisNumbers

CONFIG = load()
OWN = {"out_of_hours": "01632 960199"}
VERIFIED = min(number.verified_on for number in CONFIG.numbers.values())


@pytest.fixture
def numbers() -> CrisisNumbers:
    return CrisisNumbers(CONFIG, OWN, "wales")


def test_every_kind_is_listed_with_the_numbers_of_its_card(numbers: CrisisNumbers) -> None:
    listed = numbers.listed(VERIFIED)
    assert [kind.kind for kind in listed] == list(CONFIG.kinds)
    for kind, each in zip(listed, CONFIG.kinds.values(), strict=True):
        assert [number.text for number in kind.numbers] == [CONFIG.numbers[name].text for name in each.numbers]
        assert all(number.source and number.hours and number.nation for number in kind.numbers)


def test_the_councils_own_number_is_filled_in(numbers: CrisisNumbers) -> None:
    phones = {number.phone for kind in numbers.listed(VERIFIED) for number in kind.numbers}
    assert "01632 960199" in phones
    assert not any("{" in phone for phone in phones if phone)


def test_numbers_of_another_nation_are_listed_as_not_shown(numbers: CrisisNumbers) -> None:
    shown = {number.text: number.shown for kind in numbers.listed(VERIFIED) for number in kind.numbers}
    assert shown[CONFIG.numbers["abuse_wales"].text]
    assert not shown[CONFIG.numbers["abuse_scotland"].text]


def test_a_number_is_old_on_the_ninety_first_day(numbers: CrisisNumbers) -> None:
    assert numbers.old(VERIFIED + timedelta(days=FRESH_DAYS)) == []
    assert numbers.old(date(2100, 1, 1)) == list(CONFIG.numbers)
    assert numbers.old(VERIFIED + timedelta(days=FRESH_DAYS + 1))
    assert all(number.old for kind in numbers.listed(date(2100, 1, 1)) for number in kind.numbers)
