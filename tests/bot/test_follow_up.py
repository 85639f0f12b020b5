"""How a message leans on what was said before."""

from __future__ import annotations

import pytest

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.follow_up import first, follow_up_features, names_another, staying
from bot.understanding.scores import Scores, Understanding
from tests.support.bot.fakes import found, hit

NOTHING_SAID = Understanding("", {}, {}, {}, {}, 3)
WEAK = {"noise": Scores(0.2, 0.2, 0.4, 0.45, 0.2, 0.1, 0.3)}
STRONG = {"noise": Scores(0.98, 0.98, 0.8, 0.9, 0.6, 0.7, 0.75)}


def sureness(policy: Policy, text: str, heard: dict[str, Scores], mine: float = 0.35, other: float = 0.35) -> float:
    result = found(hit("bulky-waste", mine), hit("noise", other))
    return staying(follow_up_features(text, NOTHING_SAID, heard, result, "bulky-waste", policy), policy)


@pytest.mark.parametrize("text", ["how much is it?", "and for a flat?", "what about Saturdays", "is there a limit"])
def test_a_question_without_a_subject_stays_with_the_service_in_hand(policy: Policy, text: str) -> None:
    assert sureness(policy, text, WEAK) > policy.thresholds.follow_up


@pytest.mark.parametrize(
    "text",
    ["my neighbours play loud music every single night until dawn", "loud drumming from upstairs flat wakes children"],
)
def test_a_message_that_says_enough_by_itself_does_not(policy: Policy, text: str) -> None:
    assert sureness(policy, text, STRONG, other=0.6) < policy.thresholds.follow_up


def test_what_is_nobodys_business_is_no_follow_up(policy: Policy) -> None:
    stranger = Understanding("out_of_scope", {"out_of_scope": 0.9}, {"out_of_scope": 0.9}, {}, {}, 4)
    result = found(hit("bulky-waste", 0.2), hit("noise", 0.2))
    told = follow_up_features("tell me a joke", stranger, WEAK, result, "bulky-waste", policy)
    assert staying(told, policy) < policy.thresholds.follow_up_against


def test_naming_another_service_is_a_new_topic_however_short() -> None:
    result = found(hit("council tax", 0.6), hit("bulky-waste", 0.3))
    assert names_another("and my council tax?", result, "bulky-waste")
    assert not names_another("and my council tax?", result, "council tax")
    assert not names_another("and tax?", result, "bulky-waste")


def test_the_service_in_hand_comes_first_and_the_others_share_the_rest() -> None:
    ranking = first("b", 0.0, (RankedService("a", 0.8), RankedService("b", 0.2)))
    assert ranking == (RankedService("b", 0.5), RankedService("a", 0.4))
