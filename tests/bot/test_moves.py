"""What a verdict means after what was said before."""

from __future__ import annotations

import pytest

from bot.dialogue.memory import Memory, from_slot, to_slot
from bot.dialogue.moves import AskedAgain, Declined, Instead, Move, Repeat, Take, next_move, same_question
from bot.turn import Reply
from bot.understanding.decide import Act, Answer, Clarify, Decision, NoCouncilBusiness, Unknown, WantsPerson

SAID = (Reply("The tip is open."),)


@pytest.mark.parametrize(
    ("decision", "memory", "move"),
    [
        (Act("repeat"), Memory(said=SAID), Repeat()),
        (Act("repeat"), Memory(), Act("repeat")),
        (Act("affirm"), Memory(offer="service:new-bin"), Take("service:new-bin")),
        (Act("affirm"), Memory(), Act("affirm")),
        (Act("affirm"), Memory(asked=True, likely=("a", "b")), Clarify(("a", "b"))),
        (Act("deny"), Memory(offer="person"), Declined()),
        (Act("deny"), Memory(likely=("new-bin", "litter", "trees")), Instead(("new-bin", "litter"))),
        (Act("deny"), Memory(asked=True, likely=("a", "b")), Instead(())),
        (Act("deny"), Memory(lost=1), WantsPerson("not_understood")),
        (Unknown(), Memory(), Unknown()),
        (Unknown(), Memory(lost=1), WantsPerson("not_understood")),
        (Clarify(("a", "b")), Memory(), Clarify(("a", "b"))),
        (Clarify(("a", "b")), Memory(asked=True, lost=1), WantsPerson("not_understood")),
        (NoCouncilBusiness(), Memory(lost=1), NoCouncilBusiness()),
        (WantsPerson("bot_complaint"), Memory(), WantsPerson("bot_complaint")),
    ],
)
def test_a_decision_is_read_in_its_conversation(decision: Decision, memory: Memory, move: Move) -> None:
    assert next_move(decision, "some words", memory, "missed-bin") == move


@pytest.mark.parametrize(("text", "service"), [("the second one", "b"), ("1", "a"), ("First please", "a")])
def test_one_of_the_buttons_may_be_named_by_its_place(text: str, service: str) -> None:
    assert next_move(Unknown(), text, Memory(asked=True, likely=("a", "b")), None) == Answer(service)


def test_a_place_that_was_not_offered_is_just_words() -> None:
    assert (
        next_move(NoCouncilBusiness(), "the third one", Memory(asked=True, likely=("a", "b")), None)
        == NoCouncilBusiness()
    )


def test_the_same_question_twice_gets_another_answer_and_then_a_person() -> None:
    asked = Memory(question="My bin was not emptied!")
    assert next_move(Answer("missed-bin"), "my bin was not emptied", asked, "missed-bin") == AskedAgain("missed-bin")
    again = Memory(question="My bin was not emptied!", lost=1)
    assert next_move(Answer("missed-bin"), "my bin was not emptied", again, "missed-bin") == WantsPerson(
        "not_understood"
    )


def test_another_question_about_the_same_service_is_answered() -> None:
    asked = Memory(question="My bin was not emptied")
    assert next_move(Answer("missed-bin"), "when will you come back for it", asked, "missed-bin") == Answer(
        "missed-bin"
    )


def test_questions_compare_by_their_telling_words() -> None:
    assert same_question("How much is a swim?", "how much is a swim")
    assert not same_question("how much is a swim", "when is the pool open")
    assert not same_question("", "")


def test_a_memory_comes_back_from_its_form_slot_as_it_was() -> None:
    memory = Memory(question="q", likely=("a",), asked=True, offer="person", lost=1, said=SAID, language="cy")
    assert from_slot(to_slot(memory)) == memory
    assert from_slot(None) == Memory()
    assert to_slot(Memory()) == {}
