"""Queueing: with the booking or not at all, once, and never with a resident's details in it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import yaml
from sqlalchemy import text, update

from api.conversation.repository import ChatRepository
from api.db.tables.conversations import Conversation
from api.db.tables.notice_kinds import Channel, NoticeKind
from api.outside.notices.service import Notices
from api.outside.notices.wording import FILE, words
from tests.support.outside.post_room import EMAIL, FACTS, NAME, PHONE, PostRoom


async def test_a_notice_and_its_job_are_kept_with_the_booking(room: PostRoom) -> None:
    await room.send()
    assert [(row.kind, row.channel, row.recipient, row.state) for row in await room.rows()] == [
        ("confirmation", "email", "<EMAIL_ADDRESS_1>", "waiting")
    ]
    assert await room.jobs() == 1


async def test_a_booking_that_fails_leaves_neither_notice_nor_job(room: PostRoom) -> None:
    conversation = await room.resident()

    class BookingFailed(Exception):
        """The slot was gone."""

    with pytest.raises(BookingFailed):
        async with room.database.transaction() as session:
            await room.notices.send(session, "confirmation", "NB-1", conversation, FACTS)
            raise BookingFailed
    assert (await room.rows(), await room.jobs()) == ([], 0)


@pytest.mark.parametrize("kind", ["confirmation", "change", "cancellation", "reminder"])
async def test_asking_twice_for_the_same_makes_one(room: PostRoom, kind: str) -> None:
    conversation = await room.resident()
    assert await room.send(kind, conversation=conversation)
    assert await room.send(kind, conversation=conversation) is None
    assert len(await room.rows()) == 1


async def test_two_changes_make_two_notices_and_so_do_two_keys(room: PostRoom) -> None:
    conversation = await room.resident()
    for date in ("9 June 2026", "10 June 2026"):
        await room.send("change", conversation=conversation, facts={**FACTS, "date": date})
    for key in ("third", "third", "fourth"):
        await room.send("change", conversation=conversation, key=key)
    assert len(await room.rows()) == 4


async def test_whoever_gave_no_address_gets_no_notice(room: PostRoom) -> None:
    assert await room.send(facts={"service": "Bulky waste"}) is None


async def test_a_phone_number_alone_is_told_by_text_message(room: PostRoom) -> None:
    made = await room.one(facts={"phone": "<PHONE_NUMBER_1>"})
    assert (await room.row(made)).channel == "sms"


@pytest.mark.parametrize("address", [EMAIL, "<PHONE_NUMBER_1>", "<EMAIL_ADDRESS_1> "])
async def test_an_address_that_is_no_placeholder_is_refused(room: PostRoom, address: str) -> None:
    with pytest.raises(ValueError, match="placeholder"):
        await room.send(facts={"email": address})


async def test_an_unknown_kind_is_refused(room: PostRoom) -> None:
    with pytest.raises(ValueError, match="greeting"):
        await room.send("greeting")


async def test_a_change_takes_back_the_reminder_that_has_not_gone(room: PostRoom) -> None:
    conversation = await room.resident()
    await room.send("reminder", conversation=conversation, key="0")
    await room.send("change", conversation=conversation, facts={**FACTS, "date": "20 June 2026"}, key="1")
    room.forward(hours=1)
    await room.send("reminder", conversation=conversation, key="1")
    assert [(row.kind, row.state) for row in await room.rows()] == [
        ("change", "waiting"), ("reminder", "withdrawn"), ("reminder", "waiting"),
    ]  # fmt: skip


async def test_a_reminder_that_could_not_go_for_a_day_does_not_go(room: PostRoom) -> None:
    made = await room.one(kind="reminder")
    room.forward(days=2)
    await room.delivery.sweep()
    assert ((await room.row(made)).state, (await room.row(made)).reason) == ("failed", "too_late")


async def test_a_booking_of_no_conversation_is_told_to_nobody(room: PostRoom) -> None:
    async with room.database.transaction() as session:
        assert await room.notices.send(session, "change", "NB-1", None, FACTS) is None
        assert await room.notices.send(session, "change", "NB-1", uuid4(), FACTS) is None  # erased meanwhile


async def test_no_table_holds_a_residents_details(room: PostRoom) -> None:
    await room.send(facts={**FACTS, "address": "<ADDRESS_1>"})
    await room.delivery.sweep()
    async with room.database.transaction() as session:
        kept = " ".join(str(row) for row in (await session.execute(text("select n::text from notice n"))).all())
        kept += " ".join(str(row) for row in (await session.execute(text("select args from procrastinate_jobs"))).all())
    assert [value for value in (EMAIL, PHONE, NAME) if value in kept] == []


async def test_a_reminder_next_year_keeps_its_conversation_until_it_has_gone(room: PostRoom) -> None:
    conversation = await room.resident()
    made = await room.one(conversation=conversation, due=room.at + timedelta(days=400))
    async with room.database.transaction() as session:
        closed = update(Conversation).where(Conversation.id == conversation)
        await session.execute(closed.values(owner="closed", updated_at=room.at))

    async def due() -> bool:
        async with room.database.transaction() as session:
            found = await ChatRepository(session).due_for_erasure(room.at + timedelta(days=401), 1000)
            return conversation in found

    assert not await due()
    room.forward(days=400)
    await room.delivery.deliver(made)
    assert await due()


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("channel", list(Channel))
def test_every_kind_has_words_that_leave_out_what_is_not_known(kind: NoticeKind, channel: Channel) -> None:
    some = words(kind, channel, {"reference": "NB-1", "service": "Bulky waste", "date": "9 June", "council": "NB-1"})
    assert "((" not in some.body + some.subject
    assert "NB-1" in some.body


def test_words_name_no_fact_that_nobody_gives() -> None:
    assert set(re.findall(r"\(\((\w+)\)\)", str(yaml.safe_load(FILE.read_text(encoding="utf-8"))))) <= {
        "reference", "service", "date", "time", "where", "name", "price", "link", "earlier", "refund", "note",
        "balance", "balance_by",
        "council", "conversation",
    }  # fmt: skip


def test_notices_need_nothing_but_a_session() -> None:
    assert Notices()
