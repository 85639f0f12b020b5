"""What says nothing that anybody wrote down is never answered, however sure a classifier is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.decide import Act, Answer, Clarify, Decision, NoCouncilBusiness, Unknown, Verdict, WantsPerson
from bot.understanding.evidence import Evidence, evidence, grounded
from knowledge.search.lexical import Lexicon
from tests.support.bot.fakes import hit

KNOWN = frozenset({"renewal", "bin", "brown", "library", "street"})
SERVICES = tuple(RankedService(slug, score) for slug, score in (("a", 0.9), ("b", 0.05), ("c", 0.03), ("d", 0.02)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", Evidence.NONE),
        ("£300.00?!", Evidence.NONE),
        ("", Evidence.NONE),
        ("how much is it", Evidence.NONE),  # words of asking alone
        ("wqpo dlfkj", Evidence.NONE),
        ("2 wqpo dlfkj kkk lkj", Evidence.NONE),
        ("xq renewal", Evidence.PART),
        ("Renewal", Evidence.ENOUGH),
        ("my BROWN bin", Evidence.ENOUGH),
        ("bin 2", Evidence.ENOUGH),
        ("they hav not cum for the bin agen", Evidence.ENOUGH),  # one word that is known, in a sentence
    ],
)
def test_words_are_evidence_where_they_are_known(text: str, said: Evidence) -> None:
    assert evidence(text, KNOWN.__contains__) is said


def after(decision: Decision, said: Evidence, policy: Policy) -> Decision:
    return grounded(Verdict(decision, SERVICES, 0.9), said, policy).decision


def test_without_evidence_nothing_is_answered_and_nothing_named(policy: Policy) -> None:
    for decision in (Answer("a"), Clarify(("a", "b")), Unknown()):
        assert after(decision, Evidence.NONE, policy) == Unknown(readable=False)


def test_half_known_words_are_asked_about(policy: Policy) -> None:
    assert after(Answer("a"), Evidence.PART, policy) == Clarify(("a", "b", "c"))
    assert after(Clarify(("a", "b")), Evidence.PART, policy) == Clarify(("a", "b"))


@pytest.mark.parametrize("said", list(Evidence))
@pytest.mark.parametrize("decision", [Act("greet"), WantsPerson("ask_person"), NoCouncilBusiness()])
def test_what_is_no_question_of_a_service_stands(decision: Decision, said: Evidence, policy: Policy) -> None:
    assert after(decision, said, policy) == decision


@given(st.text())
def test_enough_evidence_changes_nothing_and_any_text_can_be_weighed(policy: Policy, text: str) -> None:
    verdict = Verdict(Answer("a"), SERVICES, 0.9)
    assert grounded(verdict, Evidence.ENOUGH, policy) is verdict
    assert evidence(text, lambda word: False) is Evidence.NONE


@pytest.mark.parametrize(
    ("word", "known"), [("garden", True), ("grden", True), ("gardens", True), ("gdn", False), ("qwerty", False)]
)
def test_a_slip_of_the_keys_leaves_a_word_known(word: str, known: bool) -> None:
    assert Lexicon.of([hit("garden", 0.5).page]).knows(word) is known
