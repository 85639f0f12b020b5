"""The page of crisis numbers, for those who answer for them."""

from __future__ import annotations

from datetime import date

import pytest

from api.settings import Role
from api.staff.sign_in import routes
from bot.crisis.numbers import CrisisNumbers, ListedKind
from tests.support.staff.desk import Desk


class LongAgo(CrisisNumbers):
    """The same numbers, as they look in a far year."""

    def __init__(self, known: CrisisNumbers) -> None:
        self.known = known

    def listed(self, today: date) -> list[ListedKind]:
        return list(self.known.listed(date(2100, 1, 1)))

    def old(self, today: date) -> list[str]:
        return self.known.old(date(2100, 1, 1))


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
async def test_it_shows_every_number_with_its_source_and_date(desk: Desk, role: Role) -> None:
    page = (await (await desk.signed_in(role)).get("/staff/crisis-numbers")).text
    for shown in ("If a life is in danger, call 999 now", "116 123", "https://www.samaritans.org", "22 November 2026"):
        assert shown in page
    assert "Not shown here: another nation" in page
    assert "Crisis numbers</a>" in page


async def test_it_warns_of_numbers_that_were_verified_long_ago(desk: Desk) -> None:
    parts = desk.app.state.parts
    parts[CrisisNumbers] = LongAgo(parts[CrisisNumbers])
    page = (await (await desk.signed_in(Role.ADMIN)).get("/staff/crisis-numbers")).text
    assert f"verified more than {routes.FRESH_DAYS} days ago" in page
    assert "Verify again" in page


async def test_an_agent_sees_no_link_to_it(desk: Desk) -> None:
    page = (await (await desk.signed_in(Role.AGENT)).get("/staff/cases")).text
    assert "/staff/crisis-numbers" not in page
