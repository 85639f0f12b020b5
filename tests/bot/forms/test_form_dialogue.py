"""A form from its first question to the booking: answers, questions in between, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.forms.stored_form import expected, under_way
from bot.turn import Outcome
from tests.support.bot.talk import ADDRESS, BOOK, NAME, Talk

if TYPE_CHECKING:
    from bot.reception.reception import Reception
    from tests.support.bot.backends import BulkyBackend


async def test_a_form_asks_one_thing_at_a_time_confirms_and_books(talk: Talk, bulky: BulkyBackend) -> None:
    await talk.up_to_the_summary()
    assert "**Price:** £49" in talk.last
    assert "the address you gave" in talk.last
    booked = await talk.say("yes please")
    assert talk.outcomes == [Outcome.COLLECTING] * 6 + [Outcome.BOOKED]
    assert under_way(talk.state) is None
    (reference, answers) = list(bulky.opened.items())[-1]
    assert reference in booked.replies[0].text
    assert answers == {
        "items": "mattress=2,sofa=1",
        "address": ADDRESS,
        "slot": "2026-12-01",
        "name": NAME,
        "phone": "",
    }


async def test_several_answers_at_once_are_understood(talk: Talk) -> None:
    await talk.say(BOOK)
    await talk.say("Tuesday, two mattresses, 14 Mill Lane")
    assert "2 × mattress" in talk.last
    assert "Tuesday 1 December" in talk.last
    assert talk.last.endswith("What is your name?")


async def test_the_opening_message_already_answers(talk: Talk) -> None:
    await talk.say("I want to book a bulky waste collection for two mattresses")
    assert "2 × mattress" in talk.last
    assert talk.last.endswith("What is the address, with the postcode?")


async def test_a_question_in_between_is_answered_and_the_form_resumes(talk: Talk) -> None:
    await talk.say(BOOK)
    own = await talk.say("how much does it cost?")
    assert own.outcome is Outcome.ANSWERED
    assert "£30" in own.replies[0].text
    assert own.replies[-1].text.endswith("What shall we collect, and how many of each?")
    await talk.say("a sofa")
    other = await talk.say("when is my bin day?")
    assert (other.outcome, other.conclusion.service) == (Outcome.ANSWERED, "bin-collection-days")
    assert other.replies[-1].text.endswith("What is the address, with the postcode?")
    assert all(not reply.buttons for reply in other.replies[:-1])


async def test_a_question_is_about_the_form_unless_it_is_surely_about_something_else(talk: Talk) -> None:
    await talk.say("I'd like to book an appointment to register a death")
    turn = await talk.say("What documents do I need to bring?")
    assert (turn.outcome, turn.conclusion.service) == (Outcome.ANSWERED, "death-registration")


async def test_why_something_is_asked_is_said(talk: Talk) -> None:
    for words in (BOOK, "a sofa", "why do you need that?"):
        turn = await talk.say(words)
    assert turn.outcome is Outcome.COLLECTING
    assert "kept encrypted" not in talk.turns[1].replies[0].text
    assert "kept encrypted" in talk.last


async def test_none_of_the_times_is_no_complaint(talk: Talk) -> None:
    for words in (BOOK, "a sofa", ADDRESS, "none of these"):
        turn = await talk.say(words)
    assert turn.outcome is Outcome.CLARIFIED
    assert "Please give a day" in talk.last


async def test_a_correction_works_at_a_later_step_even_when_a_name_is_expected(talk: Talk) -> None:
    for words in (BOOK, "a sofa", ADDRESS, "next Tuesday"):
        await talk.say(words)
    assert expected(talk.state) == "PERSON"
    corrected = await talk.say("no, the 4th")
    assert "Friday 4 December" in talk.last
    assert corrected.replies[-1].text.endswith("What is your name?")


async def test_a_named_answer_is_changed_at_the_summary_and_by_its_button(talk: Talk) -> None:
    await talk.up_to_the_summary()
    await talk.say("change the items")
    assert talk.last.endswith("how many of each?")
    await talk.say("a fridge")
    assert "**Price:** £25" in talk.last
    await talk.press("change:slot")
    assert "Which suits you?" in talk.last
    await talk.press("slot:2026-11-27")
    assert "2026-11-27" in talk.last
    await talk.say("two sofas instead")
    assert "2 × sofa" in talk.last


async def test_go_back_asks_the_last_question_again_and_start_again_all_of_them(talk: Talk) -> None:
    await talk.say(BOOK)
    await talk.say("go back")
    assert "first question" in talk.last
    await talk.say("a sofa")
    await talk.say("go back")
    assert talk.last.endswith("how many of each?")
    await talk.say("a fridge")
    await talk.say("start again")
    assert talk.last.endswith("how many of each?")
    assert under_way(talk.state).answers == {}  # type: ignore[union-attr]


async def test_what_is_expected_is_hidden_though_no_recogniser_knows_it(talk: Talk) -> None:
    await talk.up_to_the_summary()
    assert talk.turns[4].text == "<PERSON_1>"
    assert NAME not in str(talk.state)
    assert "High Street" not in str(talk.state)


@pytest.mark.parametrize(
    ("words", "shown"), [("1 sofa 2 mattresses", "2 × mattress"), ("2 sofas 1 mattress", "2 × sofa")]
)
async def test_things_that_look_like_an_address_are_counted_all_the_same(talk: Talk, words: str, shown: str) -> None:
    await talk.say(BOOK)
    await talk.say(words)
    assert shown in talk.last


async def test_a_day_that_looks_like_a_reference_is_a_day_all_the_same(talk: Talk) -> None:
    for words in (BOOK, "a sofa", ADDRESS, "04.12.26"):
        await talk.say(words)
    assert "Friday 4 December" in talk.last


async def test_a_wrong_answer_says_what_would_be_right(talk: Talk) -> None:
    await talk.say(BOOK)
    assert (await talk.say("purple monkeys")).outcome is Outcome.CLARIFIED
    assert "Please say what and how many" in talk.last
    await talk.say("nine sofas")
    assert "The most is 5" in talk.last
    await talk.say("a sofa")
    await talk.say("1 nowhere street")
    assert "a postcode that begins with NB" in talk.last


async def test_an_answer_about_a_service_offers_its_form_and_yes_takes_it(talk: Talk) -> None:
    answered = await talk.say("I want an old settee taking away")
    assert answered.outcome is Outcome.ANSWERED
    assert answered.replies[-1].buttons[0].choice == "book:bulky-waste"
    await talk.say("yes please")
    assert "1 × sofa" in talk.last


async def test_a_photo_and_a_place_are_asked_for_so_that_they_can_be_sent(talk: Talk) -> None:
    asked = await talk.say("I want to report a pothole")
    assert asked.replies[-1].wants == "place"
    for words in ("outside the Co-op on Bridge Street", "no", "it is wide"):
        turn = await talk.say(words)
    assert turn.replies[-1].wants == "photo"
    await talk.say("photo", "photo:abc123")
    reported = await talk.say("yes")
    assert reported.outcome is Outcome.REPORTED
    assert reported.cases[0].summary == "it is wide"


async def test_how_a_booking_stands_is_told_to_whom_it_belongs(
    talk: Talk, line: Reception, bulky: BulkyBackend
) -> None:
    await talk.up_to_the_summary()
    await talk.say("yes")
    reference = list(bulky.opened)[-1]
    owner, other = Talk(line), Talk(line)
    await owner.say(f"where is my booking {reference}")
    told = await owner.say("NB1 2AB")
    assert (told.outcome, told.replies[0].text) == (Outcome.ANSWERED, f"{reference} is booked.")
    await other.say(f"where is my booking {reference}")
    await other.say("NB9 9ZZ")
    assert "could not find" in other.last
