"""The list of cases."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from api.db.tables.cases import Case
from api.settings import Role
from bot.turn import Priority
from tests.support.staff.desk import NAME, Desk


@pytest.fixture(autouse=True)
async def no_cases(desk: Desk) -> None:
    """Every test starts with an empty queue."""
    async with desk.database.transaction() as session:
        await session.execute(delete(Case))


async def test_an_agent_sees_the_cases_of_their_own_teams_only(desk: Desk) -> None:
    mine, also_mine, theirs = await desk.case("waste"), await desk.case("streets"), await desk.case("housing")
    page = (await (await desk.signed_in(Role.AGENT, "waste", "streets")).get("/staff/cases")).text
    assert mine in page and also_mine in page and theirs not in page
    assert "2 cases wait for somebody" in page


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR])
async def test_other_roles_see_every_team(desk: Desk, role: Role) -> None:
    waste, housing = await desk.case("waste"), await desk.case("housing")
    page = (await (await desk.signed_in(role)).get("/staff/cases")).text
    assert waste in page and housing in page


async def test_asking_for_another_team_shows_an_agent_nothing_more(desk: Desk) -> None:
    theirs = await desk.case("housing")
    browser = await desk.signed_in(Role.AGENT, "waste")
    for query in ("team=housing", "team=housing&status=open", "team=%00", "team=none"):
        assert theirs not in (await browser.get(f"/staff/cases?{query}")).text


async def test_urgent_cases_come_first_and_then_those_that_wait_longest(desk: Desk) -> None:
    order = [Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.NORMAL, Priority.URGENT]
    references = []
    for priority in order:
        references.append(await desk.case(priority=priority))
        desk.clock.forward(minutes=5)
    page = (await (await desk.signed_in()).get("/staff/cases")).text
    low, first, high, second, urgent = (page.index(f"/staff/cases/{reference}") for reference in references)
    assert urgent < high < first < second < low


async def test_waiting_is_told_in_words(desk: Desk) -> None:
    await desk.case()
    desk.clock.forward(days=3, hours=4, minutes=5)
    page = (await (await desk.signed_in()).get("/staff/cases")).text
    assert "3 days 4 hours" in page and "since 1 July 2026 at 1:00pm" in page


async def test_status_and_team_filter_the_list(desk: Desk) -> None:
    browser = await desk.signed_in(Role.SUPERVISOR)
    waiting, claimed, elsewhere = await desk.case(), await desk.case(), await desk.case("housing")
    await browser.post(f"/staff/cases/{claimed}/claim")
    page = (await browser.get("/staff/cases?status=open&team=waste")).text
    assert waiting in page and claimed not in page and elsewhere not in page
    page = (await browser.get("/staff/cases?status=claimed")).text
    assert claimed in page and waiting not in page and "Sam Okoro" in page
    assert "No cases here" in (await browser.get("/staff/cases?status=closed")).text


async def test_an_empty_queue_says_so(desk: Desk) -> None:
    page = (await (await desk.signed_in()).get("/staff/cases")).text
    assert "0 cases wait for somebody" in page and "No cases here" in page


async def test_the_list_shows_what_it_is_about_with_personal_details_hidden(desk: Desk) -> None:
    await desk.case(said=f"<b>{NAME}</b> here, bin missed")
    page = (await (await desk.signed_in()).get("/staff/cases")).text
    assert "[name 1 hidden]" in page and "&lt;b&gt;" in page and "<b>" not in page
    assert NAME not in page


async def test_a_long_list_has_pages(desk: Desk) -> None:
    references = []
    for _ in range(51):
        references.append(await desk.case())
        desk.clock.forward(seconds=1)
    browser = await desk.signed_in()
    first, second = await browser.get("/staff/cases"), await browser.get("/staff/cases?page=2")
    assert references[0] in first.text and references[50] not in first.text and 'rel="next"' in first.text
    assert references[50] in second.text and references[0] not in second.text and 'rel="prev"' in second.text
