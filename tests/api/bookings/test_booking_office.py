"""The office as the dialogue meets it: from another thread, with placeholders."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from sqlalchemy import select

from api.bookings.chat.form_backend import BookingBackend
from api.db.tables.bookings import Booking, BookingEvent
from api.kernel.event_loop_bridge import EventLoopBridge
from bot.forms.form import SKIPPED, AcceptedAnswer, Choose, Completed, RefusedAnswer, ResidentContext, Summary
from tests.support.bookings.counter import Clock, Counter, Streets

ADDRESS = "2 Mill Lane, NB1 2CD"
VALUES = {
    "<ADDRESS_1>": ADDRESS,
    "<ADDRESS_2>": "99 Nowhere",
    "<PERSON_1>": "Ada Lovelace",
    "<UK_POSTCODE_1>": "nb1 2cd",
}


async def reveal(placeholder: str) -> str | None:
    return VALUES.get(placeholder)


def office_of(counter: Counter) -> BookingBackend:
    bridge = EventLoopBridge()
    bridge.open()
    return BookingBackend(counter.bookings, bridge, Streets())


async def filled(
    backend: BookingBackend, service: str, replies: dict[str, str], hand: ResidentContext
) -> dict[str, str] | RefusedAnswer:
    """Asks and answers until nothing is missing; the first free slot is taken."""
    answers: dict[str, str] = {}
    while open_fields := backend.missing(service, answers):
        name = open_fields[0]
        said = await backend.check(service, name, replies.get(name, ""), answers, hand)
        if isinstance(said, Choose):
            said = await backend.check(service, name, said.options[0].value, answers, hand)
        if isinstance(said, RefusedAnswer):
            return said
        assert isinstance(said, AcceptedAnswer)
        answers[name] = said.value
    return answers


SOFA = {"items": "sofa=1,mattress=1", "own": "yes", "concession": "no", "address": "<ADDRESS_1>", "name": "<PERSON_1>"}


async def test_a_collection_is_asked_for_held_summed_up_and_booked_once(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    answers = await filled(backend, "bulky-waste", SOFA, hand)
    assert isinstance(answers, dict)
    summary = await backend.summary("bulky-waste", answers, hand)
    assert isinstance(summary, Summary)
    assert summary.price == 4000
    assert [line.shown for line in summary.lines][:2] == ["1 × Mattress, 1 × Sofa", "Yes"]
    done = [await backend.complete("bulky-waste", answers, hand) for _ in range(2)]
    assert isinstance(done[0], Completed)
    assert done[0] == done[1]
    assert [link.title for link in done[0].links] == ["Pay £40", "See, change or cancel it"]
    assert await counter.places() == 1
    await counter.pay(done[0].reference)
    said = await backend.status(done[0].reference, "<UK_POSTCODE_1>", hand)
    assert said is not None
    assert "is confirmed" in said
    assert await backend.status(done[0].reference, "NB9 9ZZ", hand) is None


async def test_a_subscription_says_until_when_it_lasts_before_and_after_it_is_taken_out(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    replies = {"bins": "1", "new_bins": "0", "address": "<ADDRESS_1>", "name": "<PERSON_1>", "email": SKIPPED}
    answers = await filled(backend, "garden-waste", replies, hand)
    assert isinstance(answers, dict)
    summary = await backend.summary("garden-waste", answers, hand)
    assert isinstance(summary, Summary)
    assert (summary.lines[-1].label, summary.lines[-1].shown) == ("Lasts until", "Wednesday 31 March 2027")
    done = await backend.complete("garden-waste", answers, hand)
    assert isinstance(done, Completed)
    assert "It lasts until Wednesday 31 March 2027." in done.say


async def test_no_table_holds_what_the_resident_typed(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    answers = await filled(backend, "bulky-waste", SOFA, hand)
    assert isinstance(answers, dict)
    await backend.complete("bulky-waste", answers, hand)
    async with counter.database.transaction() as session:
        tables = (Booking.__table__, BookingEvent.__table__)
        rows = [str((await session.execute(select(table))).all()) for table in tables]
    assert not any(value in row for row in rows for value in ("Mill Lane", "NB1 2CD", "Ada"))


async def test_a_death_waits_for_the_medical_examiner_and_is_asked_in_a_plain_tone(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    form = backend.form("death-registration")
    assert form is not None
    assert form.sombre
    assert form.fields[0].ask == "Has the medical examiner or coroner contacted you?"
    said = await backend.check("death-registration", "contacted", "no", {}, hand)
    assert isinstance(said, RefusedAnswer)
    assert said.ends


async def test_a_birth_of_long_ago_is_for_a_person_and_a_late_one_only_gets_times_within_the_law(
    counter: Counter,
) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    late = await backend.check("birth-registration", "born_on", "2026-10-11", {}, hand)
    assert isinstance(late, RefusedAnswer)
    assert late.ends
    almost = {"born_on": "2026-10-14", "twins": "no"}
    offered = await backend.check("birth-registration", "slot", "2027-01", almost, hand)
    assert isinstance(offered, Choose)
    assert max(option.value[:8] for option in offered.options) <= "20261125"
    assert "Nothing is free then" in offered.say


async def test_caps_and_things_we_do_not_take(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    for value, word in (
        ("sofa=7", "up to 6"),
        ("three-piece-suite=2,sofa=1", "up to 6"),
        ("piano=1", "piano"),
        ("", "need"),
    ):
        said = await backend.check("bulky-waste", "items", value, {}, hand)
        assert isinstance(said, RefusedAnswer)
        assert word in said.say
    said = await backend.check("bulky-waste", "items", "three-piece-suite=2", {}, hand)
    assert said == AcceptedAnswer("three-piece-suite=2", "2 × Three-piece suite", "That is £80 so far.")
    unknown = await backend.check("bulky-waste", "address", "<ADDRESS_2>", {}, hand)
    assert isinstance(unknown, RefusedAnswer)
    assert not unknown.ends


async def test_a_day_a_month_and_a_part_of_the_day_are_understood(counter: Counter) -> None:
    backend, hand = office_of(counter), ResidentContext(uuid4(), "turn-1", reveal)
    known = {"born_on": "2026-11-20", "twins": "no"}
    for value, begins in (("2026-12-01", "20261201"), ("2026-12", "202612"), ("2026-12-01 afternoon", "20261201T12")):
        offered = await backend.check("birth-registration", "slot", value, known, hand)
        assert isinstance(offered, Choose)
        assert offered.options[0].value.startswith(begins)
    assert isinstance(await backend.check("birth-registration", "slot", "2026-99", known, hand), RefusedAnswer)


async def test_a_time_that_somebody_else_took_is_offered_no_more_and_giving_up_frees_it(counter: Counter) -> None:
    backend, mine, theirs = (
        office_of(counter),
        ResidentContext(uuid4(), "a", reveal),
        ResidentContext(uuid4(), "b", reveal),
    )
    known = {"kind": "vows", "place": "room"}
    offered = await backend.check("ceremonies", "slot", "", known, mine)
    assert isinstance(offered, Choose)
    code = offered.options[0].value
    assert isinstance(await backend.check("ceremonies", "slot", code, known, mine), AcceptedAnswer)
    said = await backend.check("ceremonies", "slot", code, known, theirs)
    assert isinstance(said, Choose)
    assert code not in [option.value for option in said.options]
    await backend.abandon("ceremonies", known, mine)
    assert isinstance(await backend.check("ceremonies", "slot", code, known, theirs), AcceptedAnswer)


async def test_it_is_called_from_another_thread_and_is_closed_while_nothing_runs(counter: Counter) -> None:
    bridge = EventLoopBridge()
    backend = BookingBackend(counter.bookings, bridge, Streets())
    assert backend.form("bulky-waste") is None
    bridge.open()
    check = backend.check(
        "birth-registration", "slot", "", {"born_on": "2026-11-20"}, ResidentContext(None, "k", reveal)
    )
    offered = await asyncio.to_thread(lambda: asyncio.run(check))
    assert isinstance(offered, Choose)
    assert isinstance(counter.clock, Clock)
