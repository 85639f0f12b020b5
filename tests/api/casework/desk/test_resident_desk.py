"""What a resident is told and may do while a person is coming or is there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from api.casework.pages.resident_desk import ResidentDesk
from api.conversation.admission import ConversationNotFound
from api.conversation.events import EventHub
from api.conversation.ownership import MoveRefused
from api.conversation.schemas import Contact, QueueStanding
from api.db.tables.cases import Case
from api.kernel.errors import BadRequest
from tests.support.casework.floor import Floor, Resident
from tests.support.staff.desk import NAME, PHONE


@pytest.fixture
def desk(floor: Floor) -> ResidentDesk:
    """The resident's side."""
    return floor.desk.floor.resident


async def standing(resident: Resident) -> QueueStanding:
    """How it stands, as the resident reads it."""
    found = (await resident.chat.transcript(resident.id, resident.token)).standing
    assert found is not None
    return found


async def served(floor: Floor, minutes: list[int]) -> None:
    """First answers that took so many working minutes."""
    sam = await floor.member()
    for took in minutes:
        _, case = await floor.waiting()
        await floor.work.claim(sam, case.reference)
        floor.clock.forward(minutes=took)
        await floor.work.reply(sam, case.reference, "Here.")
        floor.clock.forward(minutes=1)
        await floor.work.close(sam, case.reference)


async def test_nothing_stands_while_the_bot_answers(floor: Floor) -> None:
    resident = await floor.resident()
    assert (await floor.chat.transcript(resident.id, resident.token)).standing is None


async def test_a_place_in_the_queue_counts_who_would_be_taken_before(floor: Floor) -> None:
    (first, case), (second, _) = await floor.waiting(), await floor.waiting()
    assert [(await standing(each)).place for each in (first, second)] == [1, 2]
    await floor.work.claim(await floor.member(), case.reference)
    assert (await standing(second)).place == 1
    joined = await standing(first)
    assert (joined.name, joined.team, joined.place) == ("Sam Okoro", "Waste and recycling", None)


async def test_a_wait_is_told_only_once_enough_first_answers_were_measured(floor: Floor) -> None:
    await served(floor, [3, 4, 2, 30])
    floor.bot.team = "waste"
    resident, _ = await floor.waiting()
    assert (await standing(resident)).wait_minutes is None
    await served(floor, [7])
    floor.clock.forward(minutes=2)
    assert (await standing(resident)).wait_minutes == 7, "four of five were answered within seven minutes"


async def test_while_the_team_is_closed_the_resident_is_told_when_it_opens_and_may_leave_details(floor: Floor) -> None:
    floor.clock.forward(hours=9)
    resident, _ = await floor.waiting()
    told = await standing(resident)
    assert (told.open, told.place, told.wait_minutes, told.contact) == (False, None, None, "offered")
    assert told.opens_at == datetime(2026, 7, 2, 7, 0, tzinfo=UTC), "8am by the clock on the wall"


async def test_whoever_waits_too_long_may_leave_details(floor: Floor) -> None:
    resident, case = await floor.waiting()
    async with floor.database.transaction() as session:  # rows are stamped by the real clock
        (await session.get_one(Case, case.reference)).created_at = floor.clock()
    assert (await standing(resident)).contact == ""
    floor.clock.forward(minutes=floor.policy.too_long_minutes)
    assert (await standing(resident)).contact == "offered"


async def test_details_go_into_the_vault_and_mark_the_case_once(floor: Floor, desk: ResidentDesk) -> None:
    resident, case = await floor.waiting()
    for _ in range(2):
        await desk.leave_contact(resident.id, resident.token, Contact(name=NAME, phone=PHONE, when="Mornings"))
    kept = await floor.case(case.reference)
    assert kept.contact == {"name": "<PERSON_1>", "phone": "<PHONE_NUMBER_1>", "when": "Mornings"}
    assert kept.tags == ["call-back"]
    messages = (await floor.chat.transcript(resident.id, resident.token)).messages
    told = [message.text for message in messages if "get in touch" in message.text]
    assert len(told) == 1 and "<PHONE_NUMBER_1>" in told[0] and PHONE not in told[0]
    assert (await standing(resident)).contact == "left"
    async with floor.database.transaction() as session:
        assert await (await floor.desk.vault.open(session, resident.id)).reveal("<PHONE_NUMBER_1>") == PHONE


@pytest.mark.parametrize(
    "contact",
    [Contact(), Contact(name=NAME), Contact(phone="12"), Contact(email="@"), Contact(phone="0\x0001632960001")],
)
async def test_details_that_reach_nobody_are_refused(floor: Floor, desk: ResidentDesk, contact: Contact) -> None:
    resident, _ = await floor.waiting()
    with pytest.raises(BadRequest):
        await desk.leave_contact(resident.id, resident.token, contact)


async def test_a_resident_carries_on_with_the_bot_and_the_case_stays(floor: Floor, desk: ResidentDesk) -> None:
    resident, case = await floor.waiting()
    for _ in range(2):
        await desk.carry_on(resident.id, resident.token)
    assert await floor.owner(resident) == "bot" and (await floor.case(case.reference)).status == "open"
    said = [message.text for message in (await floor.chat.transcript(resident.id, resident.token)).messages]
    assert sum("You carry on with our assistant" in text for text in said) == 1
    assert (await resident.says("When is my next collection?")).messages[-1].text == "The bot speaks."


async def test_nobody_sends_a_person_away_by_carrying_on(floor: Floor, desk: ResidentDesk) -> None:
    resident, case = await floor.waiting()
    await floor.work.claim(await floor.member(), case.reference)
    with pytest.raises(MoveRefused):
        await desk.carry_on(resident.id, resident.token)
    assert await floor.owner(resident) == "person"


async def test_without_the_token_nothing_can_be_done(floor: Floor, desk: ResidentDesk) -> None:
    resident, _ = await floor.waiting()
    for refused in (
        desk.carry_on(resident.id, "another"),
        desk.leave_contact(resident.id, "another", Contact(phone=PHONE)),
        desk.typing(resident.id, "another"),
        desk.read(resident.id, "another", 1),
    ):
        with pytest.raises(ConversationNotFound):
            await refused


async def test_each_side_sees_what_the_other_has_read(floor: Floor, desk: ResidentDesk) -> None:
    resident, case = await floor.waiting()
    sam, front = await floor.member(), floor.desk.floor
    await floor.work.claim(sam, case.reference)
    assert (await standing(resident)).read == 0
    assert not (await front.case(sam, case.reference)).read
    messages = (await floor.chat.transcript(resident.id, resident.token)).messages
    assert (await standing(resident)).read == messages[-1].id
    await desk.read(resident.id, resident.token, 2**40)
    assert not (await front.case(sam, case.reference)).read, "what is not there was not read"
    await desk.read(resident.id, resident.token, messages[-1].id)
    assert (await front.case(sam, case.reference)).read


async def test_typing_reaches_the_other_side_and_no_table(floor: Floor, desk: ResidentDesk) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    hub = EventHub(floor.desk.database_url)
    hub.start()
    try:
        with hub.subscribe(resident.id) as news:
            await asyncio.wait_for(news.wait(), 10)  # the hub listens
            assert hub.typed(resident.id, "resident") == hub.typed(resident.id, "staff") == 0
            await desk.typing(resident.id, resident.token)
            await floor.desk.floor.types(sam, case.reference)
            while not (hub.typed(resident.id, "resident") and hub.typed(resident.id, "staff")):
                news.clear()
                await asyncio.wait_for(news.wait(), 10)
    finally:
        await hub.stop()
