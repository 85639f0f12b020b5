"""What to do with an enquiry: a pure function of what the witnesses say and what the policy allows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.policy import Policy
from bot.turn import RankedService
from bot.understanding.other_bodies import Likeness
from bot.understanding.scores import Scores, Understanding, score_services
from knowledge.search.search import SearchResult


@dataclass(frozen=True, slots=True)
class Answer:
    """One service is clear, and its page answers."""

    service: str


@dataclass(frozen=True, slots=True)
class Clarify:
    """Several services are likely: ask which, best first."""

    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A turn of conversation, not an enquiry; `name` is the intent."""

    name: str


@dataclass(frozen=True, slots=True)
class WantsPerson:
    """The resident asks for a person; `reason` is the intent."""

    reason: str


@dataclass(frozen=True, slots=True)
class OtherBodysBusiness:
    """Another body's business; `body` is its key."""

    body: str


@dataclass(frozen=True, slots=True)
class NoCouncilBusiness:
    """Nothing the council does, and nothing we know who does."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may be the council's, but no service stands out enough to name.

    `readable` is false where no word of it is known: then there is nothing to look for.
    """

    readable: bool = True


Decision = Answer | Clarify | Act | WantsPerson | OtherBodysBusiness | NoCouncilBusiness | Unknown


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its ranking and its confidence: the probability of the best service, 0 to 1."""

    decision: Decision
    services: tuple[RankedService, ...]
    confidence: float


def decide(
    seen: Understanding,
    found: SearchResult,
    policy: Policy,
    services: frozenset[str],
    in_hand: str | None = None,
    likeness: Likeness | None = None,
    rejected: frozenset[str] = frozenset(),
) -> Verdict:
    """The verdict on one message.

    `services` are the slugs the council has; `in_hand` is what it was about so far; `likeness` is which other body's
    business it resembles, if any is known; `rejected` are services that the resident has just said it is not.
    """
    scores = {slug: each for slug, each in score_services(seen, found, services).items() if slug not in rejected}
    ranking = rank(scores, policy, in_hand)
    confidence = ranking[0].score if ranking else 0.0
    act = _act(seen, scores, policy, confidence)
    if act is not None:
        return Verdict(act, ranking, confidence)
    if likeness is not None and elsewhere(likeness, scores, confidence, policy) > policy.thresholds.elsewhere:
        return Verdict(OtherBodysBusiness(likeness.body), ranking, confidence)
    if scope(seen, scores, policy) < policy.thresholds.scope:
        return Verdict(NoCouncilBusiness(), ranking, confidence)
    return Verdict(_which(ranking, policy, seen.words <= BRIEF), ranking, confidence)


def as_pinned(verdict: Verdict, service: str | None) -> Verdict:
    """The verdict that staff chose for this very question, if they did; a wish for a person always stands."""
    if service is None or isinstance(verdict.decision, WantsPerson | Act):
        return verdict
    others = tuple(each for each in verdict.services if each.slug != service)
    return Verdict(Answer(service), (RankedService(service, 1.0), *others), 1.0)


def rank(scores: Mapping[str, Scores], policy: Policy, in_hand: str | None = None) -> tuple[RankedService, ...]:
    """Services with their probability, best first: a conditional logit over the witnesses (McFadden, 1974)."""
    utilities = {slug: utility(each, policy) for slug, each in scores.items()}
    if in_hand in utilities:
        utilities[in_hand] += policy.weights.in_hand
    highest = max(utilities.values(), default=0.0)
    shares = {slug: math.exp(value - highest) for slug, value in utilities.items()}
    total = sum(shares.values())
    ranked = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(RankedService(slug, round(share / total, 4)) for slug, share in ranked)


def utility(scores: Scores, policy: Policy) -> float:
    """The utility of one service: the weighted sum of its scores."""
    weights = policy.weights
    return (
        weights.intent * log_share(scores.intent)
        + weights.spelling * log_share(scores.spelling)
        + weights.nearest * scores.nearest
        + weights.closest * scores.closest
        + weights.dense * scores.dense
        + weights.lexical * scores.lexical
        + weights.named * scores.named
        + weights.untaught * scores.untaught
    )


def log_share(probability: float) -> float:
    """A probability on a scale from about -1.4 (never) to 0 (sure), so that it adds up with cosines."""
    return math.log(probability + 1e-3) / 5


def scope(seen: Understanding, scores: Mapping[str, Scores], policy: Policy) -> float:
    """How much this looks like council business, as a log-odds: what is best, less what speaks for nothing at all."""
    best = max((utility(each, policy) for each in scores.values()), default=-10.0)
    out_of_scope = 0.5 * (seen.intents.get(OUT_OF_SCOPE, 0.0) + seen.spelling.get(OUT_OF_SCOPE, 0.0))
    return policy.scope.base + policy.scope.best * best + policy.scope.stranger * out_of_scope


def elsewhere(likeness: Likeness, scores: Mapping[str, Scores], confidence: float, policy: Policy) -> float:
    """How much this looks like another body's business, as a log-odds: its examples against the council's own."""
    weights = policy.elsewhere
    council = nearest_of_ours(likeness, scores)
    return (
        weights.base
        + weights.similarity * likeness.similarity
        + weights.council * council
        + weights.confidence * confidence
    )


def nearest_of_ours(likeness: Likeness, scores: Mapping[str, Scores]) -> float:
    """Cosine to what is nearest of the council's own: a service's examples, or a near miss of some other body."""
    return max((likeness.near_miss, *(each.nearest for each in scores.values())))


OUT_OF_SCOPE = "out_of_scope"
ABUSE = "abuse"
CURSE = 5  # words; more than these may hold a need
BRIEF = 2  # words; so few say little, so more certainty is asked for


def _act(
    seen: Understanding, scores: Mapping[str, Scores], policy: Policy, confidence: float
) -> Act | WantsPerson | None:
    """An act of conversation, if the message is surely one."""
    shares = {name: 0.5 * (seen.intents.get(name, 0.0) + seen.spelling.get(name, 0.0)) for name in seen.intents}
    name = max(shares, key=lambda each: shares[each], default="")
    if name not in policy.acts and name not in policy.person_acts:
        return None
    if 0.5 * shares[name] + 0.5 * seen.closest.get(name, 0.0) < policy.thresholds.act:
        return None
    if name == ABUSE and not _is_abuse(seen, scores, policy, confidence):
        return None
    return WantsPerson(name) if name in policy.person_acts else Act(name)


def _is_abuse(seen: Understanding, scores: Mapping[str, Scores], policy: Policy, confidence: float) -> bool:
    """Whether what sounds rude is only that: "rubbish" is the council's business, and one word may mean anything."""
    rude = seen.closest.get(ABUSE, 0.0)
    if seen.words > CURSE:
        return confidence < policy.thresholds.answer
    if seen.words <= BRIEF:
        found = max((max(each.dense, each.named) for each in scores.values()), default=0.0)
        return rude >= policy.thresholds.curse and found < policy.thresholds.named
    return rude > max((each.closest for each in scores.values()), default=0.0)


def _which(ranking: tuple[RankedService, ...], policy: Policy, brief: bool) -> Decision:
    """The one service that is likely enough; else the few that are worth asking about; else Unknown."""
    if not ranking:
        return Unknown()
    if ranking[0].score >= (policy.thresholds.answer_brief if brief else policy.thresholds.answer):
        return Answer(ranking[0].slug)
    likely = [each for each in ranking if each.score >= policy.thresholds.mention][: policy.clarify_options]
    if sum(each.score for each in likely) < policy.thresholds.clarify:
        return Unknown()
    if len(likely) < 2:
        likely = list(ranking[:2])
    return Clarify(tuple(each.slug for each in likely))
