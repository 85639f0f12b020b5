"""Delivery over GOV.UK Notify: once, whatever breaks."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import update

from api.conversation.repository import ChatRepository
from api.db.tables.notices import Notice
from api.kernel.retries.backoff import seconds_asked
from api.outside.backoff import LONGEST, wait
from api.outside.notices.notify import Notify
from api.vault.keys import Key
from api.vault.service import Vault
from tests.support.outside.local_server import AFTER, BEFORE
from tests.support.outside.notify_server import KEY, NotifyServer
from tests.support.outside.post_room import EMAIL, FACTS, NAME, PHONE, TEMPLATES, PostRoom

FAULTS = ["ok", "drop_before", "drop_after", "500", "500_after", "429", "garbage"]


async def settle(room: PostRoom, notice_id: uuid.UUID, attempts: int = 20) -> Notice:
    """Lets time pass and sweeps run until the notice is no longer on its way."""
    for _ in range(attempts):
        await room.delivery.deliver(notice_id)
        row = await room.row(notice_id)
        if row.state not in ("waiting", "sending"):
            return row
        room.at = max(room.at, row.due_at)
    return await room.row(notice_id)


async def test_the_resident_gets_it_in_clear_and_we_keep_its_number(room: PostRoom) -> None:
    made = await room.one()
    await room.delivery.deliver(made)
    (sent,) = room.server.sent
    assert (sent["to"], sent["type"], sent["reference"]) == (EMAIL, "email", str(made))
    assert sent["personalisation"] == {
        "name": NAME, "service": "Bulky waste", "date": "9 June 2026", "reference": "NB-1"
    }  # fmt: skip
    row = await room.row(made)
    assert (row.state, row.carrier, row.carrier_id, row.sent_at) == ("sent", "notify", sent["id"], room.at)


async def test_a_text_message_goes_to_the_phone(room: PostRoom) -> None:
    await room.delivery.deliver(await room.one(facts={**FACTS, "email": "", "phone": "<PHONE_NUMBER_1>"}))
    assert [(sent["to"], sent["type"]) for sent in room.server.sent] == [(PHONE, "sms")]


async def test_delivering_again_and_at_once_sends_one(room: PostRoom) -> None:
    made = await room.one()
    await asyncio.gather(*(room.delivery.deliver(made) for _ in range(5)))
    await room.delivery.deliver(made)
    await room.delivery.sweep()
    assert len(room.server.sent) == 1


async def test_nothing_is_sent_before_it_is_due(room: PostRoom) -> None:
    made = await room.one(due=room.at + timedelta(days=2))
    await room.delivery.deliver(made)
    assert (await room.delivery.sweep(), room.server.sent) == (0, [])
    room.forward(days=2)
    assert (await room.delivery.sweep(), len(room.server.sent)) == (1, 1)


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_every_fault_ends_with_one_message(room: PostRoom, fault: str) -> None:
    room.server.faults.append(fault)
    made = await room.one()
    await room.delivery.deliver(made)
    assert (await room.row(made)).state == "waiting"
    assert (await room.row(made)).due_at >= room.at + timedelta(seconds=60)
    assert (await settle(room, made)).state == "sent"
    assert len(room.server.sent) == 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=st.lists(st.sampled_from(FAULTS), max_size=6))
async def test_no_row_of_faults_sends_twice_or_loses_a_message(room: PostRoom, faults: list[str]) -> None:
    room.server.sent.clear()
    room.server.faults.extend(faults)
    made = await room.one(reference=f"NB-{uuid.uuid4().hex[:8]}")
    assert (await settle(room, made)).state == "sent"
    assert [sent["reference"] for sent in room.server.sent] == [str(made)]
    room.server.faults.clear()


async def test_a_process_that_ends_in_the_middle_of_an_attempt_sends_no_second_one(room: PostRoom) -> None:
    made = await room.one()
    await room.delivery.deliver(made)
    async with room.database.transaction() as session:  # as if the answer had never been written down
        fields = {"state": "sending", "doubtful": True, "carrier_id": None, "due_at": room.at + timedelta(minutes=5)}
        await session.execute(update(Notice).where(Notice.id == made).values(**fields))
    await room.delivery.deliver(made)
    assert (await room.row(made)).state == "sending"
    room.forward(minutes=6)
    await room.delivery.sweep()
    row = await room.row(made)
    assert (row.state, row.carrier_id, len(room.server.sent)) == ("sent", room.server.sent[0]["id"], 1)


async def test_too_many_requests_waits_as_long_as_it_is_told(room: PostRoom) -> None:
    room.server.faults.append("429")
    made = await room.one()
    await room.delivery.deliver(made)
    row = await room.row(made)
    assert (row.reason, row.doubtful) == ("too_many_requests", False)


def test_waits_grow_and_never_undercut_what_was_asked_for() -> None:
    assert [wait(attempts).total_seconds() for attempts in (1, 2, 3)] == [60, 120, 240]
    assert wait(1, 500).total_seconds() == 500
    assert wait(99).total_seconds() == wait(1, 1e9).total_seconds() == LONGEST.total_seconds()
    assert [seconds_asked(header) for header in ("7", "", None, "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "9" * 20)] == [
        7, None, None, None, None, None,
    ]  # fmt: skip


async def test_what_notify_refuses_has_failed_and_says_why(room: PostRoom) -> None:
    templates = {**TEMPLATES, "confirmation.email": str(uuid.uuid4())}
    made = await room.one()
    await room.with_carrier(Notify(SecretStr(KEY), templates, room.server.url, 0.5)).deliver(made)
    row = await room.row(made)
    assert (row.state, row.reason) == ("failed", "BadRequestError")
    again = await room.one(reference="NB-2")
    await room.with_carrier(Notify(SecretStr(KEY), {}, room.server.url, 0.5)).deliver(again)
    assert (await room.row(again)).reason == "no_template"


async def test_a_malformed_key_loses_nothing(room: PostRoom) -> None:
    made = await room.one()
    await room.with_carrier(Notify(SecretStr(""), TEMPLATES, room.server.url, 0.5)).deliver(made)
    row = await room.row(made)
    assert (row.state, row.reason, row.doubtful) == ("waiting", "key_malformed", False)


async def test_after_days_without_success_it_has_failed_visibly(room: PostRoom) -> None:
    room.server.faults.extend(["500"] * 100)
    row = await settle(room, await room.one(), 100)
    assert (row.state, row.reason) == ("failed", "unknown_whether_sent")
    assert row.settled_at is not None
    assert row.settled_at > row.give_up_at


async def test_a_notice_of_erased_details_fails_and_makes_no_key(room: PostRoom) -> None:
    conversation = await room.resident()
    made = await room.one(conversation=conversation)
    async with room.database.transaction() as session:
        await room.vault.erase(session, conversation)
    await room.delivery.deliver(made)
    row = await room.row(made)
    assert (row.state, row.reason, room.server.sent) == ("failed", "details_erased", [])


async def test_a_notice_goes_with_its_conversation(room: PostRoom) -> None:
    conversation = await room.resident()
    made = await room.one(conversation=conversation)
    async with room.database.transaction() as session:
        await ChatRepository(session).delete([conversation])
    await room.delivery.deliver(made)
    assert (await room.rows(), room.server.sent) == ([], [])


async def test_a_sealed_vault_is_tried_again(room: PostRoom) -> None:
    made = await room.one()
    sealed = room.with_carrier(room.delivery.carrier)
    object.__setattr__(sealed, "vault", Vault(Key.new()))
    await sealed.deliver(made)
    assert ((await room.row(made)).state, (await room.row(made)).reason) == ("waiting", "vault_sealed")
    assert (await settle(room, made)).state == "sent"


async def test_the_embedded_outbox_opens_no_vault_and_calls_nobody(room: PostRoom) -> None:
    embedded = room.embedded()
    object.__setattr__(embedded, "vault", Vault(Key.new()))  # it could open nothing if it tried
    made = await room.one()
    await embedded.deliver(made)
    assert ((await room.row(made)).state, room.server.seen) == ("sent", [])


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "delivered"),
        ("permanent-failure", "bounced"),
        ("temporary-failure", "bounced"),
        ("technical-failure", "failed"),
        ("sending", "sent"),
        ("something new", "sent"),
    ],
)
async def test_a_receipt_says_what_became_of_it_twice_or_late_or_contradicted(
    room: PostRoom, status: str, state: str
) -> None:
    made = await room.one()
    await room.delivery.deliver(made)
    number = room.server.sent[0]["id"]
    assert await room.receipts.take(number, str(made), status)
    first = await room.row(made)
    room.forward(days=2)
    assert await room.receipts.take(number, None, status)
    again = await room.row(made)
    assert (again.state, again.settled_at) == (state, first.settled_at)
    if state != "sent":
        await room.receipts.take(number, None, "technical-failure")
        assert (await room.row(made)).state == state


async def test_a_receipt_may_come_before_the_answer_to_our_own_call(room: PostRoom) -> None:
    made = await room.one()
    async with room.database.transaction() as session:
        await session.execute(update(Notice).where(Notice.id == made).values(state="sending", doubtful=True))
    assert await room.receipts.take("n-1", str(made), "delivered")
    await room.delivery.deliver(made)
    row = await room.row(made)
    assert (row.state, row.doubtful, room.server.sent) == ("delivered", False, [])


async def test_a_receipt_for_nothing_of_ours_changes_nothing(room: PostRoom) -> None:
    assert not await room.receipts.take("x", str(uuid.uuid4()), "delivered")
    assert not await room.receipts.take("x", "no uuid", "delivered")


async def test_a_message_found_at_notify_brings_its_fate_along(room: PostRoom, notify_server: NotifyServer) -> None:
    notify_server.status = "permanent-failure"
    notify_server.faults.append("drop_after")
    row = await settle(room, await room.one())
    assert (row.state, row.reason, len(notify_server.sent)) == ("bounced", "permanent-failure", 1)


async def test_who_told_of_danger_is_written_to_only_after_saying_that_it_is_safe(room: PostRoom) -> None:
    resident = await room.resident()
    confirmation = await room.one(conversation=resident, reference="NB-7")
    room.forward(minutes=1)
    await room.danger(resident)
    await room.delivery.sweep()
    row = await room.row(confirmation)
    assert (row.state, row.reason, room.server.sent) == ("withdrawn", "not_safe", [])
    room.forward(minutes=1)
    await room.say_safe(resident)
    await room.delivery.sweep()
    assert (await room.row(confirmation)).state == "sent"
    room.forward(minutes=1)
    await room.danger(resident)  # again: what was said before counts no more
    change = await room.one(kind="change", conversation=resident, reference="NB-7")
    await room.delivery.sweep()
    assert (await room.row(change)).state == "withdrawn"
