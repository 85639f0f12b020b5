"""Fits the numbers of policy.yml on golden enquiries: `reeve fit` prints them.

Weights: a conditional logit (McFadden, 1974) with a small ridge, by L-BFGS-B. Scope and elsewhere: logistic
regressions, each moved until it lets through nearly all that is the council's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from sklearn.linear_model import LogisticRegression

from bot.understanding.decide import OUT_OF_SCOPE, log_share, nearest_of_ours
from bot.understanding.follow_up import FollowUpFeatures
from bot.understanding.other_bodies import Likeness
from bot.understanding.scores import Scores, Understanding

Floats = NDArray[np.float64]
Split = tuple[float, float, float]  # see bot/understanding/needs.py
RIDGE, TOLERANCE = 1e-3, 1e-14
KEPT_WHOLE = 0.985  # share of messages with one need that stay whole
KEPT_FROM_NOBODY, KEPT_FROM_OTHERS = 0.98, 0.985  # shares of council business that each question lets through


class ScoredMessage:
    """One message as numbers: `table` has a row for each service and a column for each field of `Scores`."""

    def __init__(self, seen: Understanding, scores: Mapping[str, Scores], likeness: Likeness) -> None:
        self.slugs = list(scores)
        self.table = np.array([_row(each) for each in scores.values()], dtype=np.float64)
        self.stranger = 0.5 * (seen.intents.get(OUT_OF_SCOPE, 0.0) + seen.spelling.get(OUT_OF_SCOPE, 0.0))
        self.similarity, self.council = likeness.similarity, nearest_of_ours(likeness, scores)


def _row(scores: Scores) -> tuple[float, ...]:
    intent, spelling, *cosines = astuple(scores)
    return (log_share(intent), log_share(spelling), *cosines)


def fit_weights(messages: Sequence[ScoredMessage], services: Sequence[str], counts: Sequence[float] = ()) -> Floats:
    """The weight of each field of `Scores`, in their order, under which the right services are likeliest.

    `counts` say how much each message counts; without them all count alike.
    """
    cases = [
        (each.table, each.slugs.index(slug), count)
        for each, slug, count in zip(messages, services, counts or [1.0] * len(messages), strict=True)
        if slug in each.slugs
    ]
    names = [field.name for field in fields(Scores)]
    # No score may speak against the service that it is high for; a service that came later may be the less likely one.
    bounds = [(None if name == "untaught" else 0.0, None) for name in names]
    start = np.zeros(len(names))
    return np.asarray(
        minimize(_loss, start, args=(cases,), jac=True, method="L-BFGS-B", bounds=bounds, tol=TOLERANCE).x
    )


def _loss(weights: Floats, cases: Sequence[tuple[Floats, int, float]]) -> tuple[float, Floats]:
    """How unlikely the right services are (mean negative log-likelihood, with the ridge), and its gradient."""
    loss, gradient = RIDGE / 2 * float(weights @ weights), RIDGE * weights
    total = sum(count for _, _, count in cases)
    for table, right, count in cases:
        utility = table @ weights
        loss += count * float(logsumexp(utility) - utility[right]) / total
        gradient += count * (softmax(utility) @ table - table[right]) / total
    return loss, gradient


def fit_scope(
    inside: Sequence[ScoredMessage], outside: Sequence[ScoredMessage], weights: Floats
) -> tuple[float, float, float]:
    """Base, weight of the best utility, weight of the stranger; the base keeps `KEPT_FROM_NOBODY` in."""
    features = np.array([_scope_features(each, weights) for each in (*inside, *outside)])
    labels = np.array([1] * len(inside) + [0] * len(outside))
    model = LogisticRegression(C=10.0, class_weight="balanced").fit(features, labels)
    best, stranger = (float(value) for value in model.coef_[0])
    scores = features[: len(inside)] @ np.array([best, stranger])
    return -float(np.quantile(scores, 1 - KEPT_FROM_NOBODY)), best, stranger


def _scope_features(message: ScoredMessage, weights: Floats) -> tuple[float, float]:
    best = float((message.table @ weights).max()) if len(message.slugs) else -10.0
    return best, message.stranger


def fit_elsewhere(
    inside: Sequence[ScoredMessage], outside: Sequence[ScoredMessage], weights: Floats
) -> tuple[float, float, float, float]:
    """Base, weights of similarity, of the council's own and of confidence; the base keeps `KEPT_FROM_OTHERS` in."""
    features = np.array([_elsewhere_features(each, weights) for each in (*inside, *outside)])
    labels = np.array([0] * len(inside) + [1] * len(outside))
    model = LogisticRegression(C=10.0, class_weight="balanced").fit(features, labels)
    scores = features[: len(inside)] @ model.coef_[0]
    similarity, council, confidence = (float(value) for value in model.coef_[0])
    return -float(np.quantile(scores, KEPT_FROM_OTHERS)), similarity, council, confidence


def _elsewhere_features(message: ScoredMessage, weights: Floats) -> tuple[float, float, float]:
    if not message.slugs:
        return message.similarity, message.council, 0.0
    utility = message.table @ weights
    confidence = 1 / float(np.exp(utility - utility.max()).sum())
    return message.similarity, message.council, confidence


def fit_follow_up(staying: Sequence[FollowUpFeatures], leaving: Sequence[FollowUpFeatures]) -> tuple[float, ...]:
    """Base, then the weight of each field of `FollowUpFeatures`: what tells follow-ups from the rest."""
    features = np.array([astuple(each) for each in (*staying, *leaving)])
    labels = np.array([1] * len(staying) + [0] * len(leaving))
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000).fit(features, labels)
    return (float(model.intercept_[0]), *(float(weight) for weight in model.coef_[0]))


def fit_two_needs(double: Sequence[Split], single: Sequence[Sequence[Split]]) -> tuple[float, ...]:
    """Base, then the weights of confidence, strength and share.

    `double` are right ways to cut messages with two needs; `single` all ways to cut each message with one, of which
    `KEPT_WHOLE` must stay whole.
    """
    ways = [way for each in single for way in each]
    labels = np.array([1] * len(double) + [0] * len(ways))
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    weights = model.fit(np.array([*double, *ways]), labels).coef_[0]
    best = [max((float(np.dot(way, weights)) for way in each), default=-np.inf) for each in single]
    base = -float(sorted(best)[int(KEPT_WHOLE * len(best))])
    return (base, *(float(weight) for weight in weights))
