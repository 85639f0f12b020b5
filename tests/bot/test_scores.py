"""What the witnesses say of a service: as training knew it, or by its pages alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy import Policy
from bot.understanding.decide import Answer, decide, rank
from bot.understanding.scores import FAR, Scores, Understanding, score_services, understanding
from knowledge.search.search import SearchResult
from tests.support.bot.fakes import found, hit

SERVICES = frozenset({"missed-bin", "new-bin", "beach-huts"})
TAUGHT = frozenset({"missed_bin", "new_bin", "thanks", "out_of_scope"})
NOTHING = SearchResult((), ())


def parsed(**shares: float) -> dict[str, Any]:
    """Rasa's parse of a message in which every witness says the same."""
    ranking = [{"name": name, "confidence": share} for name, share in shares.items()]
    nearest = [{"intent": name, "similarity": share, "closest": share} for name, share in shares.items()]
    best = {"text": "the message", "intent": {"name": max(shares, key=lambda name: shares[name])}}
    return {**best, "intent_ranking": ranking, "spelling": ranking, "nearest": nearest}


def names(service: str, named: float | None, cosine: float = 0.4) -> SearchResult:
    return found(replace(hit(service, cosine), named=named))


def test_what_training_did_not_know_is_shared_out() -> None:
    seen = understanding(parsed(beach_huts=0.6, missed_bin=0.3, thanks=0.1), TAUGHT)
    assert seen.intent == "missed_bin"
    assert seen.intents == pytest.approx({"missed_bin": 0.75, "thanks": 0.25})
    assert seen.spelling == seen.intents
    assert set(seen.nearest) == set(seen.closest) == {"missed_bin", "thanks"}


def test_what_training_knew_stays_as_it_is() -> None:
    known = parsed(missed_bin=0.7, thanks=0.1)
    assert replace(understanding(known, TAUGHT), taught=None) == understanding(known)


def test_a_button_is_taken_as_it_is() -> None:
    pressed = {**parsed(beach_huts=1.0), "choice": "service:beach-huts"}
    assert understanding(pressed, TAUGHT) == understanding(pressed)
    assert score_services(understanding(pressed, TAUGHT), NOTHING, SERVICES)["beach-huts"].intent == 1.0


@given(st.dictionaries(st.sampled_from([*sorted(TAUGHT), "beach_huts", "x"]), st.floats(0, 1), min_size=1))
def test_shares_stay_probabilities(shares: dict[str, float]) -> None:
    total = max(1.0, sum(shares.values()))
    seen = understanding(parsed(**{name: share / total for name, share in shares.items()}), TAUGHT)
    assert all(0 <= share <= 1 for share in seen.intents.values())
    assert seen.intents.keys() <= TAUGHT


def test_a_service_that_came_later_is_known_by_its_pages() -> None:
    seen = Understanding("missed_bin", {"missed_bin": 0.5}, {}, {"missed_bin": 0.5}, {"missed_bin": 0.6}, 6, TAUGHT)
    scores = score_services(seen, names("beach-huts", 0.9), SERVICES)
    assert scores["beach-huts"] == Scores(1.0, 1.0, 0.9, 0.9, 0.4, 0.5, 0.9, untaught=1.0)
    assert scores["missed-bin"].untaught == 0.0
    assert scores["missed-bin"].named == FAR


def test_the_names_of_a_page_are_examples_beside_those_of_training() -> None:
    seen = Understanding("missed_bin", {}, {}, {"missed_bin": 0.5}, {"missed_bin": 0.6}, 6, TAUGHT)
    assert score_services(seen, names("missed-bin", 0.9), SERVICES)["missed-bin"].closest == 0.9
    assert score_services(seen, names("missed-bin", 0.3), SERVICES)["missed-bin"].closest == 0.6


def test_a_page_without_names_goes_by_its_passages() -> None:
    scores = score_services(understanding(parsed(thanks=1.0), TAUGHT), names("beach-huts", None, 0.7), SERVICES)
    assert scores["beach-huts"].named == pytest.approx(0.7)


def test_the_best_of_several_pages_speaks_for_a_service() -> None:
    one, other = replace(hit("beach-huts", 0.7, 0.1), named=0.2), replace(hit("beach-huts", 0.3, 0.9), named=0.8)
    score = score_services(understanding(parsed(thanks=1.0), TAUGHT), found(one, other), SERVICES)["beach-huts"]
    assert (score.dense, score.lexical, score.named) == (0.7, 0.9, 0.8)


def test_a_question_that_stands_on_a_page_decides_nearly_by_itself(policy: Policy) -> None:
    doubtful = {"missed_bin": 0.3, "new_bin": 0.3}
    near = {"missed_bin": 0.55, "new_bin": 0.5}
    seen = Understanding("missed_bin", doubtful, doubtful, near, near, 8, TAUGHT)
    made = decide(seen, names("beach-huts", 1.0, 0.6), policy, SERVICES)
    assert made.decision == Answer("beach-huts")


def test_what_training_is_sure_of_is_not_taken_by_a_page_that_is_only_near(policy: Policy) -> None:
    sure = {"missed_bin": 0.95}
    near = {"missed_bin": 0.85}
    seen = Understanding("missed_bin", sure, sure, near, near, 8, TAUGHT)
    pages = found(replace(hit("missed-bin", 0.6, 0.5), named=0.7), replace(hit("beach-huts", 0.4, 0.2), named=0.5))
    scores = score_services(seen, pages, SERVICES)
    assert rank(scores, policy)[0].slug == "missed-bin"
    assert decide(seen, pages, policy, SERVICES).decision == Answer("missed-bin")
