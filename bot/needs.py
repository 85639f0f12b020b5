"""Two needs in one message: which parts ask about which services, and whether both are surely meant."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.decide import rank, utility
from bot.policy import Policy
from bot.turn import RankedService
from bot.witnesses import Witnesses

WORTH = 0.005  # share of the whole message that a second service has at least, or nobody listens twice

Heard = Mapping[str, Witnesses]


@dataclass(frozen=True, slots=True)
class Needs:
    """The service of the first part of a message and that of the second; `split` is which of the ways to cut it."""

    split: int
    first: str
    second: str


def may_be_two(whole: Sequence[RankedService]) -> bool:
    """Whether a second service is likely enough in the whole message to listen to its parts."""
    return len(whole) > 1 and whole[1].score >= WORTH


def two_needs(whole: Sequence[RankedService], parts: Sequence[tuple[Heard, Heard]], policy: Policy) -> Needs | None:
    """The best way to cut a message into two needs, if both are surely there."""
    scored = [(features(whole, first, second, policy), number) for number, (first, second) in enumerate(parts)]
    known = [(sureness(found, policy), number) for found, number in scored if found is not None]
    best, number = max(known, default=(-math.inf, 0))
    if best <= policy.thresholds.two_needs:
        return None
    first, second = parts[number]
    return Needs(number, rank(first, policy)[0].slug, rank(second, policy)[0].slug)


def features(
    whole: Sequence[RankedService], first: Heard, second: Heard, policy: Policy
) -> tuple[float, float, float] | None:
    """The weaker confidence, the weaker utility, the smaller share of the whole (log); None for a single service."""
    ranked = rank(first, policy), rank(second, policy)
    if not all(ranked) or ranked[0][0].slug == ranked[1][0].slug:
        return None
    shares = {each.slug: each.score for each in whole}
    strongest = [max(utility(each, policy) for each in heard.values()) for heard in (first, second)]
    share = min(shares.get(each[0].slug, 0.0) for each in ranked)
    return min(each[0].score for each in ranked), min(strongest), math.log(share + 1e-3)


def sureness(found: tuple[float, float, float], policy: Policy) -> float:
    """How surely both parts are needs of their own, as a log-odds."""
    weights, (confidence, strength, share) = policy.two_needs, found
    return weights.base + weights.confidence * confidence + weights.strength * strength + weights.share * share
