"""Two needs in one message: which parts ask about which services, and whether both are surely meant."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.decide import rank, utility
from bot.understanding.scores import Scores

ScoresByService = Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class Needs:
    """The service of the first part of a message and that of the second; `split` is which of the ways to cut it."""

    split: int
    first: str
    second: str


def second_share(whole: Sequence[RankedService]) -> float:
    """How likely a second service is in the whole message."""
    return whole[1].score if len(whole) > 1 else 0.0


def two_needs(
    whole: Sequence[RankedService], parts: Sequence[tuple[ScoresByService, ScoresByService]], policy: Policy
) -> Needs | None:
    """The best way to cut a message into two needs, if both are surely there."""
    scored = [(features(whole, first, second, policy), number) for number, (first, second) in enumerate(parts)]
    known = [(sureness(found, policy), number) for found, number in scored if found is not None]
    best, number = max(known, default=(-math.inf, 0))
    if best <= policy.thresholds.two_needs:
        return None
    first, second = parts[number]
    return Needs(number, rank(first, policy)[0].slug, rank(second, policy)[0].slug)


def may_be_one_of_two(whole: Sequence[RankedService], part: ScoresByService, policy: Policy) -> bool:
    """Whether this part of a message can be one of two needs, were the other part as sure as can be."""
    ranked = rank(part, policy)
    if not ranked:
        return False
    found = _features(whole, ranked[0], max(utility(each, policy) for each in part.values()))
    return sureness(found, policy) > policy.thresholds.two_needs


def features(
    whole: Sequence[RankedService], first: ScoresByService, second: ScoresByService, policy: Policy
) -> tuple[float, float, float] | None:
    """The weaker confidence, the weaker utility, the smaller share of the whole (log); None for a single service."""
    ranked = rank(first, policy), rank(second, policy)
    if not all(ranked) or ranked[0][0].slug == ranked[1][0].slug:
        return None
    strongest = [max(utility(each, policy) for each in scores.values()) for scores in (first, second)]
    said = [_features(whole, each[0], strength) for each, strength in zip(ranked, strongest, strict=True)]
    return min(each[0] for each in said), min(each[1] for each in said), min(each[2] for each in said)


def _features(whole: Sequence[RankedService], best: RankedService, strength: float) -> tuple[float, float, float]:
    share = next((each.score for each in whole if each.slug == best.slug), 0.0)
    return best.score, strength, math.log(share + 1e-3)


def sureness(found: tuple[float, float, float], policy: Policy) -> float:
    """How surely both parts are needs of their own, as a log-odds."""
    weights, (confidence, strength, share) = policy.two_needs, found
    return weights.base + weights.confidence * confidence + weights.strength * strength + weights.share * share
