"""The desk's pages: what a caseworker sees and presses."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import plain_desk
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.db.tables.desk import Caseworker
from api.settings import Role
from bot.turn import Priority
from tests.support.casework.floor import Floor
from tests.support.staff.desk import Desk


@pytest.fixture
async def desk(floor: Floor) -> Desk:
    """The staff side of the site, empty."""
    return floor.desk


async def test_the_next_case_opens_and_an_empty_queue_says_so(desk: Desk) -> None:
    browser = await desk.signed_in()
    empty = await browser.post("/staff/cases/next")
    assert "No case waits for you now" in (await browser.get(empty.headers["location"])).text
    reference = await desk.case()
    taken = await browser.post("/staff/cases/next")
    assert taken.headers["location"] == f"/staff/cases/{reference}?done=claimed"
    listing = (await browser.get("/staff/cases")).text
    assert "My cases" in listing and listing.count(f'href="/staff/cases/{reference}"') == 1


async def test_presence_is_a_button_and_an_auditor_has_none(desk: Desk) -> None:
    browser = await desk.signed_in()
    assert "Take new cases" in (await browser.get("/staff/cases")).text
    await browser.post("/staff/presence", available="true")
    assert "Take no more cases" in (await browser.get("/staff/cases")).text
    auditor = await desk.signed_in(Role.AUDITOR)
    page = (await auditor.get("/staff/cases")).text
    assert "Next case" not in page and "Take new cases" not in page
    assert (await auditor.post("/staff/presence", available="true")).status_code == 403


async def test_the_case_page_shows_the_hand_over_and_the_clocks(desk: Desk) -> None:
    packet = {
        "reasons": ["chose_person", "unclear"],
        "summary": ["I am <PERSON_1>"],
        "outcomes": ["answered", "routed"],
        "services": [{"slug": "missed-bin", "score": 0.9}],
        "form": {"service": "bulky-waste", "answers": {"items": "2 sofas"}},
    }
    reference = await desk.case(handover=packet, language="pl", needs=["language:pl"], contact={"phone": "<PERSON_1>"})
    async with desk.database.transaction() as session:
        await Clocks(plain_desk()).opened(session, await session.get_one(Case, reference), desk.clock())
    page = (await (await desk.signed_in()).get(f"/staff/cases/{reference}")).text
    for shown in (
        "The assistant had to ask what was meant", "[name 1 hidden]", "Answered by the assistant", "Polish",
        "Bulky waste", "Items: 2 sofas", "Wants to be contacted", "First answer", "due in",
    ):  # fmt: skip
        assert shown in page, shown


async def test_a_reply_form_that_is_sent_twice_sends_once(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/claim")
    assert 'name="key"' in (await browser.get(f"/staff/cases/{reference}")).text
    for _ in range(2):
        answer = await browser.post(f"/staff/cases/{reference}/reply", text="We come on Friday.", key="form-1")
        assert answer.status_code == 303
    async with desk.database.transaction() as session:
        sent = select(func.count()).where(
            MessageRecord.text == "We come on Friday.", MessageRecord.form_key == "form-1"
        )
        assert await session.scalar(sent) == 1


@pytest.mark.parametrize(
    ("what", "fields", "anchor"),
    [
        ("pass", {"to": ""}, "team"),
        ("snooze", {"until": "yesterday"}, "until"),
        ("tags", {"tags": "<b>"}, "tags"),
        ("link", {"other": "nothing"}, "other"),
        ("note", {"note": " "}, "note"),
        ("close", {"reason": "because"}, "close-reason"),
    ],
)
async def test_what_cannot_be_done_says_why_beside_its_field(
    desk: Desk, what: str, fields: dict[str, str], anchor: str
) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/claim")
    answer = await browser.post(f"/staff/cases/{reference}/{what}", **fields)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in answer.text and f'id="{anchor}"' in answer.text


async def test_an_urgent_case_rings_on_the_desk_until_it_is_acknowledged(desk: Desk) -> None:
    reference = await desk.case(priority=Priority.URGENT)
    boss = await desk.signed_in(Role.SUPERVISOR)
    async with desk.database.transaction() as session:
        await desk.floor.ringing.ring(session, await session.get_one(Case, reference), desk.clock())
    button = f"I am dealing with {reference}"
    assert button in (await boss.get("/staff/cases")).text
    assert "Put off" not in (await boss.get(f"/staff/cases/{reference}")).text
    assert (await boss.post(f"/staff/cases/{reference}/answer-ring")).status_code == 303
    assert button not in (await boss.get("/staff/cases")).text


async def test_a_supervisor_says_what_people_can_carry_and_do(desk: Desk) -> None:
    username = await desk.member(name="Ann Bell")
    boss, agent = await desk.signed_in(Role.SUPERVISOR), await desk.signed_in()
    assert (await agent.get("/staff/duty")).status_code == 403
    page = (await boss.get("/staff/duty")).text
    assert f"Ann Bell ({username})" in page and "Safeguarding" in page
    async with desk.database.transaction() as session:
        from api.db.tables.staff import StaffMember

        who = await session.scalar(select(StaffMember.id).where(StaffMember.username == username))
    assert (await boss.post(f"/staff/duty/{who}", capacity="many")).status_code == 422
    assert (await boss.post(f"/staff/duty/{2**31}", capacity="3")).status_code == 422  # past the column's range
    fields = {"capacity": "2", "skills": "language:pl", "on_call": "true"}
    assert (await boss.post(f"/staff/duty/{who}", **fields)).status_code == 303
    async with desk.database.transaction() as session:
        row = await session.get_one(Caseworker, who)
    assert (row.capacity, row.skills, row.on_call) == (2, ["language:pl"], True)


@pytest.mark.parametrize("what", ["accept", "decline", "return", "pass", "snooze", "wake", "tags", "note", "link"])
async def test_another_teams_case_is_not_found_by_any_of_the_desks_forms(desk: Desk, what: str) -> None:
    reference, browser = await desk.case("housing"), await desk.signed_in(Role.AGENT, "waste")
    fields = {"to": "team:waste", "until": "2026-07-02T09:00", "note": "Hello", "other": "NB-2222-2222"}
    assert (await browser.post(f"/staff/cases/{reference}/{what}", **fields)).status_code == 404
