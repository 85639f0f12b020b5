"""Refunds: given once, one after another, and seen by a person when they cannot be."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.db.tables.payments import PaymentState
from api.kernel.errors import BadRequest, Conflict, NotFound
from tests.support.outside.local_server import AFTER, BEFORE
from tests.support.outside.pay_server import PayServer
from tests.support.outside.till import Till


async def test_a_refund_is_given_and_its_number_kept(till: Till, pay_server: PayServer) -> None:
    await till.paid("NB-1")
    await till.refund("NB-1", 1000)
    (row,) = await till.settle_refunds()
    assert (row.state, row.pence, row.reason) == ("done", 1000, None)
    assert [pence for _, pence in pay_server.refunds] == [1000]


async def test_the_same_key_again_is_the_same_refund(till: Till, pay_server: PayServer) -> None:
    await till.paid("NB-1")
    await asyncio.gather(*(till.refund("NB-1", 1000) for _ in range(4)))
    (row,) = await till.refund_rows()
    await asyncio.gather(*(till.refunds.give(row.id) for _ in range(4)))
    await till.refund("NB-1", 1000)
    await till.settle_refunds()
    assert len(pay_server.refunds) == 1
    with pytest.raises(Conflict):
        await till.refund("NB-1", 999)


async def test_no_more_than_was_paid_can_be_given_back(till: Till) -> None:
    await till.paid("NB-1")
    await till.refund("NB-1", 3000, "one")
    for pence in (351, 0, -5):
        with pytest.raises(BadRequest):
            await till.refund("NB-1", pence, f"two {pence}")
    await till.refund("NB-1", 350, "three")
    assert sum(row.pence for row in await till.settle_refunds() if row.state == "done") == 3350


async def test_only_what_was_paid_can_be_given_back(till: Till) -> None:
    with pytest.raises(NotFound):
        await till.refund("NB-1", 1)
    await till.opened("NB-1")
    with pytest.raises(Conflict):
        await till.refund("NB-1", 1)


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
@pytest.mark.parametrize("at", ["asking", "giving"])
async def test_every_fault_ends_with_one_refund(till: Till, pay_server: PayServer, fault: str, at: str) -> None:
    await till.paid("NB-1")
    await till.refund("NB-1", 3350)
    pay_server.faults.extend([fault] if at == "asking" else ["ok", fault])
    (row,) = await till.settle_refunds()
    assert (row.state, len(pay_server.refunds)) == ("done", 1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(min_value=1, max_value=1100), min_size=1, max_size=3),
    faults=st.lists(
        st.sampled_from(["ok", "drop_before", "drop_after", "500", "500_after", "429", "garbage"]), max_size=10
    ),
)
async def test_no_row_of_faults_gives_twice_or_forgets(till: Till, amounts: list[int], faults: list[str]) -> None:
    await till.clear()
    till.server.refunds.clear()
    till.server.faults.clear()
    payment = await till.paid()
    for number, pence in enumerate(amounts):
        await till.refund(payment.reference, pence, f"{payment.id}-{number}")
    till.server.faults.extend(faults)
    rows = await till.settle_refunds()
    assert {row.state for row in rows} == {"done"}
    assert sorted(pence for _, pence in till.server.refunds) == sorted(amounts)


async def test_money_given_back_by_hand_meanwhile_is_for_a_person_to_look_at(till: Till, pay_server: PayServer) -> None:
    payment = await till.paid("NB-1")
    await till.refund("NB-1", 1000)
    pay_server.faults.extend(["ok", "500"])
    await till.refunds.sweep()
    row = await till.row(payment.id)
    pay_server.payments[row.provider_id or ""]["refunded"] = 77
    (refund,) = await till.settle_refunds()
    assert (refund.state, refund.reason, pay_server.refunds) == ("failed", "look_at_the_provider", [])
    assert [(each.reference, each.price) for each in await till.refunds.failed()] == [("NB-1", "£10.00")]


async def test_the_embedded_page_gives_back_too(till: Till) -> None:
    object.__setattr__(till.payments, "current", "demonstration")
    payment_id = await till.start("NB-1")
    assert await till.payments.way_to_pay(payment_id) == f"/pay/{payment_id}"
    await till.demonstration.press(payment_id, PaymentState.PAID)
    await till.demonstration.press(payment_id, PaymentState.FAILED)  # too late
    assert await till.payments.state("NB-1") is PaymentState.PAID
    await till.refund("NB-1", 3350)
    (row,) = await till.settle_refunds()
    assert (row.state, till.heard, till.server.seen) == ("done", [("NB-1", PaymentState.PAID)], [])


@pytest.mark.parametrize("button", [PaymentState.FAILED, PaymentState.CANCELLED])
async def test_the_embedded_page_can_fail_and_be_cancelled(till: Till, button: PaymentState) -> None:
    object.__setattr__(till.payments, "current", "demonstration")
    payment_id = await till.start("NB-1")
    await till.payments.way_to_pay(payment_id)
    await till.demonstration.press(payment_id, button)
    assert await till.payments.close("NB-1") is button
    assert till.heard == [("NB-1", button)]


async def test_a_booking_is_told_what_was_given_back_and_when(till: Till, pay_server: PayServer) -> None:
    await till.paid("NB-1")
    await till.paid("NB-2")
    await till.refund("NB-1", 1000, "one")
    await till.refund("NB-2", 350, "another")

    async def returned() -> list[tuple[int, bool, bool]]:
        async with till.database.transaction() as session:
            found = await till.payments.returned(session, ["NB-1"])
        return [(each.pence, each.given_at is not None, each.failed) for each in found]

    assert await returned() == [(1000, False, False)]
    await till.settle_refunds()
    assert await returned() == [(1000, True, False)]
