"""Two needs in one message."""

from __future__ import annotations

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.needs import Needs, second_share, two_needs
from bot.understanding.scores import Scores

SURE = Scores(0.97, 0.97, 0.75, 0.85, 0.6, 0.6, 0.75)
WEAK = Scores(0.1, 0.1, 0.35, 0.4, 0.2, 0.05, 0.3)
WHOLE = (RankedService("missed-bin", 0.6), RankedService("new-bin", 0.35), RankedService("litter", 0.05))


def test_two_sure_parts_about_different_services_are_two_needs(policy: Policy) -> None:
    parts = [({"missed-bin": SURE, "new-bin": WEAK}, {"new-bin": SURE, "missed-bin": WEAK})]
    assert two_needs(WHOLE, parts, policy) == Needs(0, "missed-bin", "new-bin")


def test_parts_about_the_same_service_are_one_need(policy: Policy) -> None:
    parts = [({"missed-bin": SURE}, {"missed-bin": SURE})]
    assert two_needs(WHOLE, parts, policy) is None


def test_a_part_that_says_little_is_no_need(policy: Policy) -> None:
    vague = {"new-bin": WEAK, "litter": WEAK, "trees": WEAK}
    assert two_needs(WHOLE, [({"missed-bin": SURE}, vague)], policy) is None


def test_the_best_way_to_cut_counts(policy: Policy) -> None:
    vague = {"new-bin": WEAK, "litter": WEAK}
    good = ({"missed-bin": SURE, "new-bin": WEAK}, {"new-bin": SURE, "missed-bin": WEAK})
    made = two_needs(WHOLE, [({"missed-bin": SURE}, vague), good], policy)
    assert made == Needs(1, "missed-bin", "new-bin")


def test_the_share_of_a_second_service_is_that_of_the_second_best() -> None:
    assert second_share((RankedService("missed-bin", 0.998), RankedService("new-bin", 0.001))) == 0.001
    assert second_share((RankedService("missed-bin", 1.0),)) == 0.0
    assert second_share(WHOLE) == WHOLE[1].score
