"""decide() is a pure function: same witnesses, same verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import Policy
from bot.understanding.decide import (
    Act,
    Answer,
    Clarify,
    NoCouncilBusiness,
    OtherBodysBusiness,
    Verdict,
    WantsPerson,
    decide,
    rank,
)
from bot.understanding.other_bodies import Likeness
from bot.understanding.scores import Understanding, score_services
from knowledge.search.search import SearchResult
from tests.support.bot.fakes import found, hit

SERVICES = frozenset({"missed-bin", "new-bin", "pothole", "noise"})
NOTHING = SearchResult((), ())


def seen(words: int = 9, **intents: float) -> Understanding:
    """An understanding in which every witness says the same."""
    best = max(intents, key=lambda name: intents[name], default="")
    return Understanding(best, intents, intents, intents, intents, words)


def verdict(
    policy: Policy, understanding: Understanding, result: SearchResult = NOTHING, likeness: Likeness | None = None
) -> Verdict:
    return decide(understanding, result, policy, SERVICES, likeness=likeness)


def test_one_clear_service_is_answered(policy: Policy) -> None:
    made = verdict(policy, seen(missed_bin=0.9, new_bin=0.05), found(hit("missed-bin", 0.8)))
    assert made.decision == Answer("missed-bin")
    assert made.services[0].slug == "missed-bin"
    assert made.confidence > 0.9


def test_two_likely_services_are_asked_about(policy: Policy) -> None:
    made = verdict(policy, seen(missed_bin=0.42, new_bin=0.42, pothole=0.42))
    assert isinstance(made.decision, Clarify)
    assert 2 <= len(made.decision.services) <= policy.clarify_options


def test_one_word_needs_more_certainty_than_a_sentence(policy: Policy) -> None:
    shares = {"missed_bin": 0.6, "new_bin": 0.42}
    score = verdict(policy, seen(9, **shares)).confidence
    assert policy.thresholds.answer < score < policy.thresholds.answer_brief
    assert isinstance(verdict(policy, seen(9, **shares)).decision, Answer)
    assert isinstance(verdict(policy, seen(1, **shares)).decision, Clarify)


def test_a_stranger_is_not_ours(policy: Policy) -> None:
    assert verdict(policy, seen(out_of_scope=0.95, pothole=0.01)).decision == NoCouncilBusiness()


def test_nothing_at_all_is_not_ours(policy: Policy) -> None:
    assert verdict(policy, seen()).decision == NoCouncilBusiness()


def test_what_resembles_another_bodys_business_is_out_of_scope(policy: Policy) -> None:
    made = verdict(policy, seen(missed_bin=0.4, pothole=0.4), likeness=Likeness("dvla", 0.8, 0.3))
    assert made.decision == OtherBodysBusiness("dvla")
    assert made.services


def test_a_sure_service_is_answered_all_the_same(policy: Policy) -> None:
    made = verdict(policy, seen(missed_bin=0.9), found(hit("missed-bin", 0.9, 0.9)), Likeness("royal_mail", 0.6, 0.3))
    assert made.decision == Answer("missed-bin")


def test_a_near_miss_keeps_a_message_in(policy: Policy) -> None:
    understanding = seen(missed_bin=0.45, pothole=0.3)
    assert isinstance(verdict(policy, understanding, likeness=Likeness("dvla", 0.55, 0.2)).decision, OtherBodysBusiness)
    assert not isinstance(
        verdict(policy, understanding, likeness=Likeness("dvla", 0.55, 0.9)).decision, OtherBodysBusiness
    )


def test_a_wish_for_a_person_comes_before_another_body(policy: Policy) -> None:
    made = verdict(policy, seen(ask_person=0.9), likeness=Likeness("dvla", 0.99, 0.0))
    assert made.decision == WantsPerson("ask_person")


def test_small_talk_is_an_act(policy: Policy) -> None:
    assert verdict(policy, seen(greet=0.9)).decision == Act("greet")


@pytest.mark.parametrize(
    ("words", "abuse", "service", "found_near", "is_abuse"),
    [
        (3, 0.62, 0.67, 0.5, False),  # help with rubbish
        (1, 0.65, 0.52, 0.49, False),  # rubbish
        (2, 0.95, 0.40, 0.22, True),  # shut up
        (1, 0.45, 0.40, 0.22, False),  # big
        (4, 0.73, 0.46, 0.6, True),  # you lot are rubbish
    ],
)
def test_a_rude_word_that_is_the_councils_business_is_no_abuse(
    policy: Policy, words: int, abuse: float, service: float, found_near: float, is_abuse: bool
) -> None:
    near = {"abuse": abuse, "missed_bin": service, "new_bin": service - 0.05}
    sounds = Understanding("abuse", {"abuse": 0.8}, {"abuse": 0.6}, near, near, words)
    made = verdict(policy, sounds, found(hit("missed-bin", found_near), hit("new-bin", found_near - 0.05)))
    assert (made.decision == Act("abuse")) is is_abuse


@pytest.mark.parametrize("intent", ["ask_person", "bot_complaint"])
def test_a_wish_for_a_person_leads_to_one(policy: Policy, intent: str) -> None:
    assert verdict(policy, seen(**{intent: 0.9})).decision == WantsPerson(intent)


def test_the_service_in_hand_counts(policy: Policy) -> None:
    heard = score_services(seen(missed_bin=0.3, new_bin=0.3), NOTHING, SERVICES)
    assert rank(heard, policy, "new-bin")[0].slug == "new-bin"
    assert rank(heard, policy, "missed-bin")[0].slug == "missed-bin"
    assert rank(heard, policy, "not-a-service")[0].score == rank(heard, policy)[0].score


shares = st.dictionaries(
    st.sampled_from(["missed_bin", "new_bin", "pothole", "noise", "greet", "ask_person", "out_of_scope", "other"]),
    st.floats(0, 1),
)


cosines = st.floats(-1, 1)
likenesses = st.none() | st.builds(Likeness, st.sampled_from(["dvla", "gp_nhs"]), cosines, cosines)


@given(shares, shares, cosines, st.floats(0, 1), st.sampled_from([None, *SERVICES]), likenesses)
def test_any_witnesses_lead_to_a_verdict(
    policy: Policy,
    one: dict[str, float],
    other: dict[str, float],
    dense: float,
    lexical: float,
    in_hand: str | None,
    likeness: Likeness | None,
) -> None:
    understanding = Understanding("pothole", one, other, other, one, 9)
    made = decide(understanding, found(hit("pothole", dense, lexical)), policy, SERVICES, in_hand, likeness)
    assert 0 <= made.confidence <= 1
    assert [each.score for each in made.services] == sorted((each.score for each in made.services), reverse=True)
    assert sum(each.score for each in made.services) == pytest.approx(1, abs=0.01)
    assert {each.slug for each in made.services} <= SERVICES
    assert made == decide(understanding, found(hit("pothole", dense, lexical)), policy, SERVICES, in_hand, likeness)
