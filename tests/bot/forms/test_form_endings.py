"""How a form ends: booked once, stopped, refused, in a crisis, or with a person."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.forms.stored_form import under_way
from bot.turn import Outcome
from tests.support.bot.talk import ADDRESS, BOOK, NAME, Talk

if TYPE_CHECKING:
    from bot.reception.reception import Reception
    from tests.support.bot.backends import BulkyBackend


async def test_stop_ends_the_form_and_frees_what_was_held(talk: Talk, bulky: BulkyBackend) -> None:
    await talk.up_to_the_summary()
    assert "2026-12-01" in bulky.held
    stopped = await talk.say("stop")
    assert stopped.outcome is Outcome.SMALL_TALK
    assert "Nothing was booked" in talk.last
    assert "2026-12-01" not in bulky.held
    assert (await talk.say("when is my bin day?")).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("words", ["person please", "can I talk to someone"])
async def test_a_person_takes_over_with_the_half_filled_form(talk: Talk, words: str) -> None:
    for said in (BOOK, "a sofa", ADDRESS, "next Tuesday"):
        await talk.say(said)
    turn = await talk.say(words)
    assert turn.outcome is Outcome.ROUTED
    (case,) = turn.cases
    assert (case.team, case.service) == ("waste", "bulky-waste")
    assert "Items: 1 × sofa" in case.summary
    assert "Address: <ADDRESS_1>" in case.summary
    assert under_way(talk.state) is None


async def test_the_button_for_a_person_works_in_a_form_too(talk: Talk) -> None:
    for words in (BOOK, "purple monkeys", "green elephants"):
        await talk.say(words)
    turn = await talk.press("person")
    assert (turn.outcome, turn.conclusion.service) == (Outcome.ROUTED, "bulky-waste")
    assert "Half filled in: Bulky waste collection" in turn.cases[0].summary
    assert under_way(talk.state) is None


async def test_a_message_in_another_language_goes_to_a_person_with_the_form(talk: Talk) -> None:
    await talk.say(BOOK)
    await talk.say("a sofa")
    await talk.say("go back")
    turn = await talk.say("Przepraszam, nie rozumiem tego pytania, proszę o pomoc po polsku")
    assert turn.outcome is Outcome.ROUTED
    assert "Half filled in" in turn.cases[0].summary
    assert under_way(talk.state) is None


async def test_a_long_form_survives_the_folding_of_old_turns(talk: Talk) -> None:
    await talk.up_to_the_summary()
    for _ in range(6):
        await talk.say("change the items")
        await talk.say("two sofas")
        await talk.say("how much does it cost?")
    assert (await talk.say("yes")).outcome is Outcome.BOOKED


async def test_a_crisis_freezes_the_form_and_shows_the_card_first(talk: Talk) -> None:
    for words in ("I want to report a pothole", "outside the Co-op on Bridge Street", "yes"):
        await talk.say(words)
    before = under_way(talk.state)
    turn = await talk.say("my husband fell into it and he is not breathing")
    assert turn.outcome is Outcome.URGENT
    assert turn.replies[0].card is not None
    assert turn.replies[-1].text.endswith("Tell us more about it.")
    assert under_way(talk.state) == before
    await talk.say("it is by the bus stop")
    assert "photo" in talk.last


async def test_the_same_confirmation_taken_twice_books_once(talk: Talk, bulky: BulkyBackend) -> None:
    await talk.up_to_the_summary()
    before = len(bulky.register)
    first, second = await talk.again("yes", None, "k"), await talk.again("yes", None, "k")
    assert (first.outcome, first.replies[0].text) == (second.outcome, second.replies[0].text)
    assert len(bulky.register) == before + 1
    await talk.say("yes", key="k")
    assert (await talk.say("yes")).outcome is not Outcome.BOOKED


async def test_a_time_that_has_gone_meanwhile_is_asked_for_again(talk: Talk, bulky: BulkyBackend) -> None:
    await talk.up_to_the_summary()
    bulky.gone.add("2026-12-01")
    turn = await talk.say("yes")
    assert turn.outcome is Outcome.COLLECTING
    assert "Somebody else has just taken that day" in talk.last
    assert turn.replies[-1].buttons[0].choice == "slot:2026-11-27"
    await talk.say("the second one")
    assert (await talk.say("yes")).outcome is Outcome.BOOKED


async def test_a_refusal_ends_the_form_and_offers_a_person(talk: Talk) -> None:
    await talk.say("I'd like to book an appointment to register a death")
    refused = await talk.say("yes")
    assert refused.outcome is Outcome.ANSWERED
    assert "coroner" in talk.last
    assert under_way(talk.state) is None
    assert (await talk.say("yes please")).outcome is Outcome.ROUTED


async def test_a_form_whose_office_has_gone_does_not_hold_anybody(talk: Talk, bulky: BulkyBackend) -> None:
    await talk.say(BOOK)
    forms, bulky.forms = bulky.forms, {}
    try:
        turn = await talk.say("when is my bin day?")
    finally:
        bulky.forms = forms
    assert turn.outcome is Outcome.ANSWERED
    assert under_way(talk.state) is None


SAID = (
    "two sofas", "Tuesday", "no, the 15th", ADDRESS, NAME, "yes", "no", "skip", "go back", "start again", "stop",
    "asap", "how much is it?", "when is my bin day?", "thanks", "purple", "change the date", "change the address",
    "14", "?", "the second one", "person please", "<ADDRESS_1>", "say that again", BOOK, "I want to report a pothole",
)  # fmt: skip
LINES = st.sampled_from(SAID)


@given(st.lists(LINES, min_size=3, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_each_turn_ends_in_one_outcome(line: Reception, lines: list[str]) -> None:
    async def talk_it_through() -> None:
        talk = Talk(line)
        for words in (BOOK, *lines):
            turn = await talk.say(words)
            assert turn.outcome is not Outcome.FAILED, words
            assert turn.replies, words

    asyncio.run(talk_it_through())
