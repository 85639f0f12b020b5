"""Hold, confirm, amend, cancel, expire, pay: one after the other."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from api.bookings.engine.amend import Amendment
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.errors import HoldGone, LimitReached, NotPossible, SlotGone, TooLate
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.slot_search import SlotWish
from api.bookings.pages.booking_words import weekday
from api.bookings.pages.shown_booking import as_shown
from api.kernel.times import LONDON
from tests.support.bookings.counter import BULKY, Counter

BIRTH = {
    "born_on": "2026-11-20", "here": "yes", "twins": "no", "married": "yes", "address": "<ADDRESS_1>",
    "name": "<PERSON_1>", "phone": "<PHONE_NUMBER_1>",
}  # fmt: skip


async def test_a_hold_takes_a_place_and_gives_it_back_when_its_time_is_over(counter: Counter) -> None:
    held = await counter.hold()
    assert (held.state, await counter.places()) == ("held", 1)
    counter.clock.forward(minutes=16)
    assert await counter.bookings.expire() == 1
    assert await counter.places() == 0
    with pytest.raises(HoldGone):
        await counter.bookings.confirm(held.reference, "k", ConfirmedDetails(BULKY))


async def test_the_same_hold_sent_twice_is_one_and_another_one_ends_it(counter: Counter) -> None:
    code, chat = await counter.slot("bulky-waste", BULKY), uuid4()
    first = await counter.bookings.hold(HoldRequest("bulky-waste", code, "a", BULKY, chat))
    again = await counter.bookings.hold(HoldRequest("bulky-waste", code, "a", BULKY, chat))
    other = await counter.bookings.hold(HoldRequest("bulky-waste", code, "b", BULKY, chat))
    assert first.reference == again.reference != other.reference
    assert await counter.places() == 1


async def test_a_hold_that_ran_out_does_not_stand_in_the_way_before_anything_has_cleaned_up(counter: Counter) -> None:
    answers = {"kind": "naming", "place": "room"}
    held = await counter.hold("ceremonies", answers)
    with pytest.raises(SlotGone):
        await counter.hold("ceremonies", answers, held.slot)
    counter.clock.forward(minutes=16)
    assert (await counter.hold("ceremonies", answers, held.slot)).slot == held.slot
    assert await counter.places() == 2  # the room and the registrars


async def test_a_priced_booking_counts_when_it_is_paid_and_paying_twice_is_once(counter: Counter) -> None:
    booking = await counter.book(pay=False)
    assert (booking.state, booking.price, counter.till.asked) == ("unpaid", 3000, {booking.reference: 3000})
    for _ in range(2):
        await counter.pay(booking.reference)
    booking = (await counter.bookings.account(booking.reference)).booking
    assert (booking.state, booking.paid) == ("confirmed", 3000)
    assert counter.kinds(booking.reference) == ["confirmation"]


async def test_an_unpaid_booking_is_let_go_only_after_the_provider_was_asked(counter: Counter) -> None:
    unpaid, paid = await counter.book(pay=False), await counter.book(pay=False)
    counter.till.states[paid.reference] = "paid"  # and its message to us was lost
    counter.clock.forward(minutes=46)
    assert await counter.bookings.expire() == 1
    states = [(await counter.bookings.account(each.reference)).booking.state for each in (unpaid, paid)]
    assert states == ["expired", "confirmed"]
    assert await counter.places() == 1


async def test_money_that_comes_after_all_gets_the_time_back_or_goes_back(counter: Counter) -> None:
    answers = {"kind": "naming", "place": "room"}
    first = await counter.book("ceremonies", answers, pay=False)
    counter.clock.forward(minutes=46)
    await counter.bookings.expire()
    await counter.pay(first.reference)
    assert (await counter.bookings.account(first.reference)).booking.state == "confirmed"
    second = await counter.book("ceremonies", answers, pay=False)
    counter.clock.forward(minutes=46)
    await counter.bookings.expire()
    await counter.book("ceremonies", answers, second.slot)
    await counter.pay(second.reference)
    late = (await counter.bookings.account(second.reference)).booking
    assert (late.state, late.paid) == ("expired", 0)
    assert counter.till.refunds == {f"late:{second.reference}:{second.reference}": (second.reference, 6000)}


async def test_a_dearer_change_is_charged_by_the_difference_and_counts_when_that_is_paid(counter: Counter) -> None:
    booking = await counter.book()
    three = Amendment(answers={"items": "sofa=1,mattress=2"})
    changed = await counter.bookings.amend(booking.reference, "more", three)
    assert (changed.price, changed.answers["items"]) == (3000, "sofa=1")
    payment = f"{booking.reference}-2"
    assert counter.till.asked[payment] == 2000
    await counter.pay(payment)
    changed = (await counter.bookings.account(booking.reference)).booking
    assert (changed.price, changed.paid, changed.answers["items"]) == (5000, 5000, "sofa=1,mattress=2")
    assert changed.sequence == 1
    fewer = await counter.bookings.amend(booking.reference, "fewer", Amendment(answers={"items": "sofa=1"}))
    assert (fewer.price, fewer.paid) == (3000, 3000)
    assert list(counter.till.refunds.values()) == [(payment, 2000)]


async def test_a_change_that_is_not_paid_leaves_the_booking_as_it_was(counter: Counter) -> None:
    booking = await counter.book()
    other = await counter.slot("bulky-waste", BULKY, 1)
    await counter.bookings.amend(booking.reference, "k", Amendment(other, {"items": "sofa=2"}))
    assert await counter.places() == 2
    counter.clock.forward(minutes=46)
    assert await counter.bookings.expire() == 1
    found = (await counter.bookings.account(booking.reference)).booking
    assert (found.change, found.slot, await counter.places()) == (None, booking.slot, 1)


async def test_moving_frees_the_old_time_and_costs_nothing(counter: Counter) -> None:
    booking = await counter.book()
    other = await counter.slot("bulky-waste", BULKY, 1)
    moved = await counter.bookings.amend(booking.reference, "move", Amendment(other))
    assert (moved.slot, moved.sequence, await counter.places()) == (other, 1, 1)
    again = await counter.bookings.amend(booking.reference, "move", Amendment(other))
    assert again.sequence == 1
    assert counter.kinds(booking.reference) == ["confirmation", "change"]


async def test_twins_make_an_appointment_longer_whether_they_are_told_before_or_after(counter: Counter) -> None:
    held = await counter.hold("birth-registration", BIRTH)
    agreed = ConfirmedDetails({**BIRTH, "twins": "yes"}, "home", "NB1 2CD")
    booking = await counter.bookings.confirm(held.reference, "k", agreed)
    assert booking.starts_at and booking.ends_at
    assert (booking.ends_at - booking.starts_at).seconds == 3600
    shorter = await counter.bookings.amend(booking.reference, "one", Amendment(answers={"twins": "no"}))
    assert shorter.starts_at and shorter.ends_at
    assert (shorter.ends_at - shorter.starts_at).seconds == 1800


async def test_cancelling_in_time_gives_the_money_back_and_late_does_not(counter: Counter) -> None:
    early, late = await counter.book(), await counter.book()
    cancelled = await counter.bookings.cancel(early.reference, "c")
    assert (cancelled.state, cancelled.paid) == ("cancelled", 0)
    assert [pence for _, pence in counter.till.refunds.values()] == [3000]
    await counter.bookings.cancel(early.reference, "c")
    assert len(counter.till.refunds) == 1
    counter.clock.forward(days=1)
    with pytest.raises(TooLate):
        await counter.bookings.amend(late.reference, "m", Amendment(await counter.slot("bulky-waste", BULKY, 3)))
    assert (await counter.bookings.cancel(late.reference, "d")).paid == 3000
    assert await counter.places() == 0
    with pytest.raises(NotPossible):
        await counter.bookings.cancel(late.reference, "e")


async def test_a_deposit_is_kept_and_the_rest_of_what_was_paid_goes_back(counter: Counter) -> None:
    booking = await counter.book("ceremonies", {"kind": "vows", "place": "venue", "venue": "The Old Mill"})
    assert (booking.due, booking.paid) == (6000, 6000)
    assert booking.price in (56000, 68000)
    cancelled = await counter.bookings.cancel(booking.reference, "c")
    assert (cancelled.paid, counter.till.refunds) == (6000, {})


VOWS = {"kind": "vows", "place": "venue", "venue": "The Old Mill"}


async def test_the_balance_is_told_of_in_time_paid_once_and_only_the_deposit_is_kept(counter: Counter) -> None:
    code = await counter.slot("ceremonies", VOWS, 300)  # in spring
    booking = await counter.book("ceremonies", VOWS, code)
    assert booking.starts_at
    assert counter.post.sent[-1][2]["balance"] == f"£{(booking.price - 6000) // 100}"
    assert await counter.bookings.remind() == 0
    counter.clock.at = booking.starts_at - timedelta(days=28 + 13)
    assert [await counter.bookings.remind() for _ in range(2)] == [1, 0]
    kind, _, facts = counter.post.sent[-1]
    assert (kind, facts["balance_by"]) == ("balance", weekday(booking.starts_at - timedelta(days=28)))
    await counter.bookings.balance.pay_at(booking.reference)
    for _ in range(2):
        await counter.pay(f"{booking.reference}-2")
    paid = (await counter.bookings.account(booking.reference)).booking
    assert (paid.paid, paid.due) == (booking.price, booking.price)
    with pytest.raises(NotPossible):
        await counter.bookings.balance.pay_at(booking.reference)
    cancelled = await counter.bookings.cancel(booking.reference, "c")
    assert cancelled.paid == 6000
    assert sum(pence for _, pence in counter.till.refunds.values()) == booking.price - 6000


async def test_a_balance_that_is_paid_when_it_is_owed_no_more_goes_back(counter: Counter) -> None:
    booking = await counter.book("ceremonies", VOWS)
    await counter.bookings.balance.pay_at(booking.reference)
    await counter.bookings.cancel(booking.reference, "c")
    await counter.pay(f"{booking.reference}-2")
    assert (await counter.bookings.account(booking.reference)).booking.paid == 6000
    assert [pence for _, pence in counter.till.refunds.values()] == [booking.price - 6000]


async def test_a_move_after_the_balance_asks_for_the_difference_as_balance_again(counter: Counter) -> None:
    found = await counter.bookings.free("ceremonies", VOWS, SlotWish(most=60))
    thursday, friday = (next(each.code for each in found if each.day.weekday() == number) for number in (3, 4))
    booking = await counter.book("ceremonies", VOWS, thursday)
    await counter.bookings.balance.pay_at(booking.reference)
    await counter.pay(f"{booking.reference}-2")
    moved = await counter.bookings.amend(booking.reference, "m", Amendment(friday))
    assert (moved.change, moved.price, moved.due, moved.paid) == (None, 68000, 56000, 56000)
    assert await counter.bookings.balance.pay_at(booking.reference) == f"/pay/{booking.reference}-3"
    assert counter.till.asked[f"{booking.reference}-3"] == 12000
    back = await counter.bookings.amend(booking.reference, "n", Amendment(thursday))
    assert (back.price, back.due, back.paid) == (56000, 56000, 56000)


async def test_a_home_has_only_so_many_bookings_however_its_address_is_written(counter: Counter) -> None:
    for _ in range(4):
        await counter.book(home="1 Mill Lane, NB1 2CD")
    with pytest.raises(LimitReached):
        await counter.book(home="1 mill lane NB1 2cd")
    await counter.book(home="2 Mill Lane, NB1 2CD")


async def test_postgresql_itself_refuses_two_bookings_in_one_place(counter: Counter) -> None:
    held = await counter.hold()
    copy = """insert into booking_place (lane_id, reference, starts_at, ends_at, pending)
              select lane_id, reference, starts_at + interval '30 seconds', ends_at + interval '1 minute', false
              from booking_place where reference = :reference"""
    with pytest.raises(IntegrityError, match="one_at_a_time"):
        async with counter.database.transaction() as session:
            await session.execute(text(copy), {"reference": held.reference})


async def test_a_service_without_slots_is_booked_all_the_same(counter: Counter) -> None:
    answers = {"bins": "2", "new_bins": "1", "address": "<ADDRESS_1>", "name": "<PERSON_1>"}
    held = await counter.bookings.hold(HoldRequest("garden-waste", None, "k", answers, uuid4()))
    booking = await counter.bookings.confirm(held.reference, "k", ConfirmedDetails(answers, "home", "NB1 2CD"))
    assert (booking.price, booking.starts_at) == (5800 + 4800 + 2500, None)
    context = counter.bookings.context
    assert as_shown(context, booking).lasts_until == "Wednesday 31 March 2027"
    booking.state = "confirmed"
    counter.clock.at = datetime.combine(date(2027, 3, 31), time(23, 59), LONDON)
    assert counter.bookings.amendments.may_change(booking) and counter.bookings.amendments.may_cancel(booking)
    counter.clock.forward(minutes=1)
    assert not counter.bookings.amendments.may_change(booking) and not counter.bookings.amendments.may_cancel(booking)


async def test_reminders_go_once_and_in_time(counter: Counter) -> None:
    booking = await counter.book()  # Wednesday
    assert await counter.bookings.remind() == 0
    counter.clock.forward(days=1, hours=14)
    assert [await counter.bookings.remind() for _ in range(2)] == [1, 0]
    assert counter.kinds(booking.reference)[-1] == "reminder"


async def test_a_booking_opens_by_reference_and_postcode_however_they_are_typed(counter: Counter) -> None:
    booking = await counter.book()
    typed = booking.reference.replace("-", " ").lower()
    assert (await counter.bookings.proven(typed, "nb12cd")).reference == booking.reference
    path = await counter.bookings.link(booking.reference)
    assert (await counter.bookings.signed(*path.split("/")[2:])).booking.reference == booking.reference


async def test_staff_move_when_residents_could_not_and_note_who_did_not_come(counter: Counter) -> None:
    booking = await counter.book()
    with pytest.raises(NotPossible):
        await counter.bookings.missed(booking.reference, "sam")
    counter.clock.forward(days=1)
    other = await counter.slot("bulky-waste", BULKY, 2)
    moved = await counter.bookings.amend(booking.reference, "s", Amendment(other, {"items": "sofa=2"}), by="sam")
    assert (moved.slot, moved.price, moved.change) == (other, 4000, None)
    counter.clock.at = moved.ends_at or counter.clock.at
    assert (await counter.bookings.missed(booking.reference, "sam")).state == "missed"


async def test_a_search_reads_days_and_parts_of_the_day(counter: Counter) -> None:
    found = await counter.bookings.free("birth-registration", BIRTH, SlotWish(part="afternoon", most=3))
    assert [slot.starts.astimezone(counter.clock.at.tzinfo).hour for slot in found] == [12, 12, 13]
    one_a_day = await counter.bookings.free("birth-registration", BIRTH, SlotWish(most=4, a_day=1))
    assert len({slot.starts.date() for slot in one_a_day}) == 4


async def test_a_declined_card_leaves_time_for_another_and_then_the_booking_is_let_go(counter: Counter) -> None:
    booking = await counter.book(pay=False)
    async with counter.database.transaction() as session:
        await counter.bookings.payment_events.payment_ended(session, booking.reference, "failed")
    assert (await counter.bookings.account(booking.reference)).booking.state == "unpaid"
    assert await counter.bookings.pay_at(booking.reference) == f"/pay/{booking.reference}-2"
    await counter.bookings.unpaid(f"{booking.reference}-2")
    assert (await counter.bookings.expire(), await counter.places(booking.reference)) == (0, 1)
    counter.clock.forward(minutes=46)
    assert await counter.bookings.pay_at(booking.reference) == ""
    assert (await counter.bookings.expire(), await counter.places(booking.reference)) == (1, 0)
    assert counter.kinds(booking.reference) == ["expiry"]
