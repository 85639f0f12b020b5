"""Payments over GOV.UK Pay: taken once, told once, never ended on a guess."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.payments import Payment, PaymentState
from api.kernel.errors import Conflict, NotFound
from api.kernel.outside_faults import Fault, Later, Refused
from api.outside.payments.govuk_pay import about, signed
from tests.support.outside.local_server import AFTER, BEFORE
from tests.support.outside.pay_server import PayServer
from tests.support.outside.till import Till


async def test_a_payment_is_started_without_asking_anybody(till: Till, pay_server: PayServer) -> None:
    payment = await till.row(await till.start("NB-1"))
    assert (payment.state, payment.provider, payment.provider_id, pay_server.seen) == ("created", "govuk_pay", None, [])


async def test_a_booking_that_fails_leaves_no_payment(till: Till) -> None:
    with pytest.raises(RuntimeError):
        async with till.database.transaction() as session:
            await till.payments.start(session, "NB-1", 100, "Bulky waste", "/bookings/NB-1")
            raise RuntimeError
    with pytest.raises(NotFound):
        await till.payments.state("NB-1")


async def test_starting_again_and_at_once_gives_the_same_address(till: Till) -> None:
    found = await asyncio.gather(*(till.start("NB-1") for _ in range(5)))
    assert len(set(found)) == 1
    assert await till.start("NB-1") == found[0]


async def test_another_amount_for_the_same_booking_is_refused(till: Till) -> None:
    await till.start("NB-1", 100)
    with pytest.raises(Conflict):
        await till.start("NB-1", 200)


@pytest.mark.parametrize(
    ("pence", "path"),
    [
        (0, "/x"),
        (-1, "/x"),
        (10_000_001, "/x"),
        (5, "https://evil.example"),
        (5, "//evil.example"),
        (5, "x"),
        (5, "/<b>"),
    ],
)
async def test_an_amount_or_a_path_that_cannot_be_is_refused(till: Till, pence: int, path: str) -> None:
    async with till.database.transaction() as session:
        with pytest.raises(ValueError, match="amount"):
            await till.payments.start(session, "NB-1", pence, "Bulky waste", path)


async def test_after_a_failure_there_is_a_new_payment_and_after_success_never(till: Till) -> None:
    first, provider_id = await till.opened("NB-1")
    till.server.payer(provider_id, "failed", "P0010")
    assert await till.payments.state("NB-1") is PaymentState.FAILED
    second, provider_id = await till.opened("NB-1")
    assert second.id != first.id
    till.server.payer(provider_id, "success")
    assert await till.payments.state("NB-1") is PaymentState.PAID
    assert await till.start("NB-1") == second.id
    assert await till.payments.way_to_pay(second.id) is None
    assert till.heard == [("NB-1", PaymentState.FAILED), ("NB-1", PaymentState.PAID)]


async def test_what_pay_is_sent_holds_nothing_of_the_resident(till: Till, pay_server: PayServer) -> None:
    payment, _ = await till.opened("NB-1")
    assert pay_server.bodies[0] == {
        "amount": 3350,
        "reference": "NB-1",
        "description": "Bulky waste",
        "return_url": f"http://reeve.test/pay/{payment.id}/return",
        "metadata": {"payment": payment.id},
    }


async def test_many_visits_open_one_payment(till: Till, pay_server: PayServer) -> None:
    payment_id = await till.start()
    ways = await asyncio.gather(*(till.payments.way_to_pay(payment_id) for _ in range(5)), return_exceptions=True)
    assert [way for way in ways if not isinstance(way, str | Conflict)] == []
    first, second = await till.payments.way_to_pay(payment_id), await till.payments.way_to_pay(payment_id)
    assert first != second  # an address at Pay is good for one visit
    assert len(pay_server.payments) == 1


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_every_fault_in_opening_leaves_one_payment_that_can_be_paid(till: Till, fault: str) -> None:
    payment_id = await till.start("NB-1")
    till.server.faults.append(fault)
    with pytest.raises(Fault):
        await till.payments.way_to_pay(payment_id)
    till.forward(minutes=4)
    assert await till.payments.way_to_pay(payment_id)
    assert len(till.server.payments) == 1


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        ("created", None, PaymentState.CREATED),
        ("started", None, PaymentState.CREATED),
        ("submitted", None, PaymentState.CREATED),
        ("capturable", None, PaymentState.CREATED),
        ("success", None, PaymentState.PAID),
        ("failed", "P0010", PaymentState.FAILED),
        ("failed", "P0020", PaymentState.FAILED),
        ("failed", "P0030", PaymentState.CANCELLED),
        ("cancelled", "P0040", PaymentState.CANCELLED),
        ("error", "P0050", PaymentState.FAILED),
    ],
)
async def test_every_status_of_pay_has_its_state(
    till: Till, status: str, code: str | None, state: PaymentState
) -> None:
    payment, provider_id = await till.opened()
    till.server.payer(provider_id, status, code)
    assert await till.payments.state(payment.reference) is state
    assert till.heard == ([] if state is PaymentState.CREATED else [(payment.reference, state)])


async def test_return_and_webhook_at_once_late_and_twice_are_heard_once(till: Till) -> None:
    payment, provider_id = await till.opened()
    till.server.payer(provider_id, "success")
    await asyncio.gather(
        *(till.payments.ask(payment.id) for _ in range(6)), till.watch.announced("govuk_pay", provider_id)
    )
    await till.watch.sweep()
    till.forward(days=3)
    await till.watch.announced("govuk_pay", provider_id)
    await till.watch.sweep()
    assert till.heard == [(payment.reference, PaymentState.PAID)]


async def test_a_listener_that_fails_takes_the_news_back_and_hears_it_again(till: Till) -> None:
    payment, provider_id = await till.opened()
    till.server.payer(provider_id, "success")
    broken = True

    async def trip(session: AsyncSession, reference: str, state: PaymentState) -> None:
        if broken:
            raise RuntimeError

    till.payments.tell(trip)
    with pytest.raises(RuntimeError):
        await till.payments.ask(payment.id)
    assert (await till.row(payment.id)).state == "created"
    broken = False
    assert await till.payments.ask(payment.id) is PaymentState.PAID


async def test_another_amount_at_pay_is_never_taken_for_payment(till: Till) -> None:
    payment, provider_id = await till.opened()
    till.server.payer(provider_id, "success")
    till.server.payments[provider_id]["amount"] = 1
    with pytest.raises(Refused):
        await till.payments.ask(payment.id)
    assert till.heard == []


@pytest.mark.parametrize("broken", [{"status": "brand new"}, {"amount": "33.50"}, {"amount": True}, {"id": 7}])
async def test_an_answer_that_is_not_as_documented_decides_nothing(till: Till, broken: dict[str, Any]) -> None:
    payment, provider_id = await till.opened()
    till.server.payments[provider_id].update(broken)
    if broken == {"amount": "33.50"}:
        till.server.payments[provider_id]["refunded"] = ""
        till.server.faults.append("garbage")
    with pytest.raises(Fault):
        await till.payments.ask(payment.id)
    assert (await till.row(payment.id)).state == "created"


async def test_closing_cancels_at_pay_so_that_nobody_can_pay_any_more(till: Till) -> None:
    payment, provider_id = await till.opened("NB-1")
    assert await till.payments.close("NB-1") is PaymentState.CANCELLED
    assert not till.server.payer(provider_id, "success")
    assert till.heard == [("NB-1", PaymentState.CANCELLED)]
    assert await till.payments.way_to_pay(payment.id) is None


async def test_closing_a_payment_that_nobody_opened_asks_nobody(till: Till, pay_server: PayServer) -> None:
    payment_id = await till.start("NB-1")
    assert await till.payments.close("NB-1") is PaymentState.CANCELLED
    assert (await till.payments.way_to_pay(payment_id), pay_server.seen) == (None, [])


async def test_closing_finds_that_the_resident_was_quicker(till: Till) -> None:
    _, provider_id = await till.opened("NB-1")
    till.server.payer(provider_id, "success")
    assert await till.payments.close("NB-1") is PaymentState.PAID
    assert till.heard == [("NB-1", PaymentState.PAID)]


@pytest.mark.parametrize("fault", [*BEFORE, "drop_after", "garbage", "slow"])
async def test_nothing_is_released_while_pay_cannot_be_asked(till: Till, fault: str) -> None:
    payment, provider_id = await till.opened("NB-1")
    till.server.faults.append(fault)
    with pytest.raises(Later):
        await till.payments.close("NB-1")
    assert (till.heard, (await till.row(payment.id)).state) == ([], "created")
    till.server.payer(provider_id, "success")
    assert await till.payments.close("NB-1") is PaymentState.PAID


async def test_a_payment_that_is_being_opened_is_not_closed_under_the_residents_hands(till: Till) -> None:
    payment_id = await till.start("NB-1")
    till.server.faults.append("drop_after")
    with pytest.raises(Later):
        await till.payments.way_to_pay(payment_id)
    with pytest.raises(Later):
        await till.payments.close("NB-1")
    till.forward(minutes=4)
    assert await till.payments.close("NB-1") is PaymentState.CANCELLED


async def test_unpaid_payments_end_after_their_time_and_paid_ones_are_found(till: Till) -> None:
    unpaid, _ = await till.opened("NB-1")
    paid, provider_id = await till.opened("NB-2")
    fresh_from_then = await till.start("NB-3")
    till.server.payer(provider_id, "success")  # and neither return nor webhook ever came
    till.forward(minutes=29)
    assert await till.watch.sweep() == 0
    till.forward(minutes=2)
    later = await till.start("NB-4")
    await till.watch.sweep()
    states = [(await till.row(each)).state for each in (unpaid.id, paid.id, fresh_from_then, later)]
    assert states == ["cancelled", "paid", "cancelled", "created"]
    assert sorted(till.heard) == [("NB-1", "cancelled"), ("NB-2", "paid"), ("NB-3", "cancelled")]


async def test_while_pay_is_down_unpaid_payments_wait(till: Till) -> None:
    await till.opened("NB-1")
    till.forward(minutes=31)
    till.server.faults.append("500")
    assert (await till.watch.sweep(), till.heard) == (1, [])
    assert await till.watch.sweep() == 0  # a pause before it is asked again
    till.forward(minutes=6)
    await till.watch.sweep()
    assert till.heard == [("NB-1", PaymentState.CANCELLED)]


async def test_money_that_came_after_all_is_told(till: Till) -> None:
    payment, provider_id = await till.opened("NB-1")
    async with till.database.transaction() as session:
        await session.execute(update(Payment).where(Payment.id == payment.id).values(state="cancelled"))
    till.server.payer(provider_id, "success")
    await till.watch.announced("govuk_pay", provider_id)
    await till.watch.sweep()
    assert till.heard == [("NB-1", PaymentState.PAID)]


STEPS = ["visit", "pay", "fail", "ask", "webhook", "close", "wait", "sweep", "start"]
FAULTS = ["ok", "drop_before", "drop_after", "500", "500_after", "429", "garbage"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(STEPS), min_size=2, max_size=12),
    faults=st.lists(st.sampled_from(FAULTS), max_size=10),
)
async def test_whatever_happens_in_any_order_nobody_is_charged_twice_and_nothing_is_lost(
    till: Till, steps: list[str], faults: list[str]
) -> None:
    reference, pages = f"NB-{len(till.server.keys)}-{id(steps)}", set[str]()
    till.heard.clear()
    till.server.faults.extend(faults)
    payment_id = await till.start(reference)
    for step in steps:
        row = await till.row(payment_id)
        try:
            match step:
                case "visit" if await till.payments.way_to_pay(payment_id):
                    pages.add((await till.row(payment_id)).provider_id or "")
                case "pay" | "fail":  # only pages that a resident was led to can be paid on
                    for provider_id in pages:
                        till.server.payer(provider_id, "success" if step == "pay" else "failed")
                case "ask":
                    await till.payments.ask(payment_id)
                case "webhook" if row.provider_id:
                    await till.watch.announced("govuk_pay", row.provider_id)
                case "close":
                    await till.payments.close(reference)
                case "wait":
                    till.forward(minutes=20)
                case "sweep":
                    await till.watch.sweep()
                case "start":
                    payment_id = await till.start(reference)
        except (Fault, Conflict):
            pass
        assert till.server.charged(reference) in (0, 3350)
    till.server.faults.clear()
    for _ in range(4):
        till.forward(minutes=40)
        await till.watch.sweep()
    told = [state for which, state in till.heard if which == reference]
    assert told.count(PaymentState.PAID) == till.server.charged(reference) // 3350
    assert (await till.row(payment_id)).state != "created"
    assert PaymentState.PAID not in told[:-1]


def test_a_signature_is_of_the_whole_body_and_the_right_secret() -> None:
    body, secret = b'{"resource_id": "p1"}', SecretStr("s3cret")
    good = "bb8a0b0d6d4cbd1a"  # not the digest
    assert not signed(body, good, secret)
    assert not signed(body, "", secret)
    assert not signed(body, "é", secret)


@pytest.mark.parametrize(
    ("message", "payment"),
    [
        ({"resource_type": "PAYMENT", "resource_id": "p1"}, "p1"),
        ({"resource_type": "payment", "resource_id": "p1"}, "p1"),
        ({"resource_type": "REFUND", "resource_id": "r1", "resource": {"payment_id": "p1"}}, "p1"),
        ({"resource_type": "REFUND", "resource_id": "r1"}, None),
        ({"resource_type": "PAYMENT", "resource_id": 7}, None),
        ({"resource_type": "PAYMENT", "resource_id": "x" * 100}, None),
        ({}, None),
        ({"resource": []}, None),
    ],
)
def test_a_message_says_which_payment_it_is_about_and_nothing_else_of_it_counts(
    message: dict[str, Any], payment: str | None
) -> None:
    assert about(message) == payment
