"""Follow-ups: "and for a flat?" says nothing by itself and is about the service in hand.

One logistic regression weighs how the message opens, how many words of its own it has, and whether it sounds more like
the page in hand or like anything else. `reeve fit` fits it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.decide import OUT_OF_SCOPE, utility
from bot.understanding.scores import Scores, Understanding
from knowledge.answer.answer import only_names
from knowledge.search.lexical import content_words
from knowledge.search.search import SearchResult

UNSCORED = -4.0  # utility of a service in hand that no witness names
MOST_WORDS = 8
NAMED_BY = 2  # words of a page's title, at least, that make a new topic: one alone ("a flat") may be anybody's

_ALONE = r"(?:and|but|also|what about|how about|what if|what(?:'s| is| are| would| happens)|when(?:'s)?|who|which|any)"
_HOW = r"how (?:much|long|many|quickly|soon|often|early|far|late)"
_IS_IT = (
    r"(?:do(?:es)? (?:i|it|we|they|that|the)|can (?:i|we|it|they|you|my)|is (?:it|there|that|he|she)|"
    r"will (?:it|they|you|i|we)|are (?:they|there)|would|should)"
)
_OPENS = re.compile(
    rf"^(?:(?:ok(?:ay)?|right|so|oh|thanks|well|yes)\b[,.! ]*)?(?:{_ALONE}|{_HOW}|{_IS_IT})\b", re.IGNORECASE
)

_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|that|this|those|these|ones?|he|she|him|her|his|another|both|either)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FollowUpFeatures:
    """How a message leans on what was said before.

    `opens` and `points` say whether it opens like a question about something known, and points at it ("it", "that
    one"). `words` are those with a meaning of their own; `page` is the cosine of the best passage in hand and `gap` how
    much nearer the best other one is; `lead` is the utility of the service in hand less the best other one's;
    `stranger` is the probability that it is nothing of the council's.
    """

    opens: float
    points: float
    words: float
    page: float
    gap: float
    lead: float
    stranger: float


def follow_up_features(
    text: str, seen: Understanding, scores: Mapping[str, Scores], found: SearchResult, in_hand: str, policy: Policy
) -> FollowUpFeatures:
    """The features by which a message may be a follow-up; `found` is a search in the service in hand and all others."""
    mine = max((hit.cosine for hit in found.ranked if hit.page.service == in_hand), default=0.0)
    best = max((hit.cosine for hit in found.ranked if hit.page.service != in_hand), default=0.0)
    other = max((utility(each, policy) for slug, each in scores.items() if slug != in_hand), default=UNSCORED)
    own = utility(scores[in_hand], policy) if in_hand in scores else UNSCORED
    return FollowUpFeatures(
        opens=float(bool(_OPENS.match(text.replace("\u2019", "'")))),
        points=float(bool(_POINTS.search(text))),
        words=float(min(len(content_words(text)), MOST_WORDS)),
        page=mine,
        gap=best - mine,
        lead=own - other,
        stranger=0.5 * (seen.intents.get(OUT_OF_SCOPE, 0.0) + seen.spelling.get(OUT_OF_SCOPE, 0.0)),
    )


def names_another(text: str, found: SearchResult, in_hand: str) -> bool:
    """Whether all that `text` names is another service: "and my council tax?" is a new topic, however short."""
    if len(content_words(text)) < NAMED_BY:
        return False
    named = {hit.page.service for hit in found.ranked if only_names(text, hit.page)}
    return bool(named) and in_hand not in named


def staying(found: FollowUpFeatures, policy: Policy) -> float:
    """How much the message is about the service in hand, as a log-odds."""
    weights = policy.follow_up
    return float(weights.base + sum(getattr(weights, each.name) * getattr(found, each.name) for each in fields(found)))


def first(in_hand: str, sureness: float, ranking: tuple[RankedService, ...]) -> tuple[RankedService, ...]:
    """The ranking with the service in hand before all others, and its probability from a log-odds."""
    share = round(1 / (1 + math.exp(-sureness)), 4)
    others = [RankedService(each.slug, round(each.score * (1 - share), 4)) for each in ranking if each.slug != in_hand]
    return (RankedService(in_hand, share), *others)
