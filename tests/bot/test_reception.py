"""The line: whatever fails, a turn ends in a named outcome and help is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.say import Phrases
from bot.council import Council
from bot.forms.filling import FILLING, FORM, Filling, to_slot
from bot.policy import Policy
from bot.reception.reception import Reception
from bot.turn import Enquiry, Outcome, Priority
from redaction import NOTHING
from tests.support.bot.fakes import FakeCrisis, FakeDialogue, FakeLanguages, FakeRedactor, references

Line = Callable[..., Reception]


@pytest.fixture
def line(policy: Policy, council: Council) -> Line:
    def make(crisis: Any = None, redactor: Any = None, dialogue: Any = None, languages: Any = None) -> Reception:
        understanding = (languages or FakeLanguages(), dialogue or FakeDialogue())
        parts = (crisis or FakeCrisis(), redactor or FakeRedactor(), *understanding)
        return Reception(*parts, Phrases(policy, council), council, references())

    return make


async def test_only_redacted_text_reaches_the_dialogue(line: Line) -> None:
    dialogue = FakeDialogue()
    turn = await line(dialogue=dialogue).receive(Enquiry("mail me at sam.lee@example.com please"))
    assert dialogue.heard == ["mail me at <EMAIL_ADDRESS_1> please"]
    assert turn.text == "mail me at <EMAIL_ADDRESS_1> please"
    assert turn.outcome is Outcome.ANSWERED


async def test_a_redaction_that_fails_refuses_the_message(line: Line) -> None:
    dialogue = FakeDialogue()
    turn = await line(redactor=FakeRedactor(broken=True), dialogue=dialogue).receive(Enquiry("secret words"))
    assert turn.outcome is Outcome.FAILED
    assert dialogue.heard == []
    assert turn.text == NOTHING.text
    assert "secret" not in str(turn)


async def test_help_in_a_crisis_outlives_every_other_fault(line: Line) -> None:
    broken = line(redactor=FakeRedactor(broken=True), dialogue=FakeDialogue(broken=True))
    turn = await broken.receive(Enquiry("danger"))
    assert turn.outcome is Outcome.URGENT
    assert turn.replies[0].card is not None
    assert turn.cases[0].priority is Priority.URGENT
    assert turn.cases[0].team == "housing"


async def test_the_rest_of_an_enquiry_is_answered_after_the_card(line: Line) -> None:
    turn = await line().receive(Enquiry("danger, and my bin was missed"))
    assert [bool(reply.card) for reply in turn.replies] == [True, False]
    assert turn.crisis == "gas_or_co"


async def test_chat_has_no_place_beside_a_card(line: Line) -> None:
    turn = await line(dialogue=FakeDialogue(Outcome.SMALL_TALK)).receive(Enquiry("danger"))
    assert len(turn.replies) == 1


async def test_a_broken_gate_does_not_stop_the_line(line: Line) -> None:
    turn = await line(crisis=FakeCrisis(broken=True)).receive(Enquiry("hello"))
    assert turn.outcome is Outcome.ANSWERED


async def test_an_engine_that_is_down_is_said_plainly_and_offers_a_person(line: Line) -> None:
    turn = await line(dialogue=FakeDialogue(broken=True)).receive(Enquiry("hello", state=[{"kept": True}]))
    assert turn.outcome is Outcome.FAILED
    assert turn.replies[0].buttons[0].choice == "person"
    assert turn.state == [{"kept": True}]


async def test_a_person_is_reached_even_when_the_engine_is_down(line: Line) -> None:
    turn = await line(dialogue=FakeDialogue(broken=True)).receive(Enquiry("Talk to someone", "person"))
    assert turn.outcome is Outcome.ROUTED
    assert turn.cases[0].reference == "NB-AAAA-AAAA"
    assert "NB-AAAA-AAAA" in turn.replies[0].text


@pytest.mark.parametrize("raw", ["...", "👍👍", "\u200b\u200b", "   "])
async def test_a_message_without_words_is_asked_about(line: Line, raw: str) -> None:
    dialogue = FakeDialogue()
    turn = await line(dialogue=dialogue).receive(Enquiry(raw))
    assert turn.outcome is Outcome.CLARIFIED
    assert dialogue.heard == []


async def test_the_bot_is_silent_while_a_person_listens(line: Line) -> None:
    turn = await line().overhear(Enquiry("thank you, my number is 07700 900123"))
    assert turn.replies == ()
    assert "900123" not in turn.text


async def test_a_crisis_is_seen_while_a_person_listens(line: Line) -> None:
    turn = await line().overhear(Enquiry("danger"))
    assert turn.outcome is Outcome.URGENT
    assert turn.replies[0].card is not None


async def test_the_language_is_recognised_before_redaction_and_goes_to_the_dialogue(line: Line) -> None:
    dialogue = FakeDialogue()
    await line(dialogue=dialogue).receive(Enquiry("prosze o pomoc"))
    assert dialogue.language == "pl"


async def test_a_button_needs_no_language(line: Line) -> None:
    dialogue = FakeDialogue()
    await line(dialogue=dialogue).receive(Enquiry("prosze", "person"))
    assert dialogue.language is None


async def test_a_message_is_taken_for_english_when_languages_cannot_be_told_apart(line: Line) -> None:
    dialogue = FakeDialogue()
    turn = await line(dialogue=dialogue, languages=FakeLanguages(broken=True)).receive(
        Enquiry("when is bin day, prosze")
    )
    assert (turn.outcome, dialogue.language) == (Outcome.ANSWERED, None)


async def test_a_crisis_is_seen_in_a_message_in_another_language(line: Line) -> None:
    turn = await line().receive(Enquiry("prosze, danger"))
    assert turn.replies[0].card is not None


async def test_a_person_reached_without_the_dialogue_is_told_the_half_filled_form(line: Line) -> None:
    filling = Filling("bulky-waste", answers={"items": "sofa=1"}, shown={"items": "1 × Sofa"}, open="address")
    state = [
        {"event": "slot", "name": FILLING, "value": to_slot(filling)},
        {"event": "active_loop", "name": FORM},
    ]
    broken = line(dialogue=FakeDialogue(broken=True))
    turn = await broken.receive(Enquiry("Talk to someone", choice="person", state=state))
    assert turn.outcome is Outcome.ROUTED
    assert turn.cases[0].service == "bulky-waste"
    assert "items: 1 × Sofa" in turn.cases[0].summary
