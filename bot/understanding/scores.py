"""What each witness says of each service: two classifiers, the nearest examples, and the search.

A service that training did not know, because it was published later, has the pages' witnesses alone. What a page's
author wrote that residents call it, or ask, counts as an example of its service beside those of training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.search.search import Hit, SearchResult

FAR = 0.2  # cosine of an intent that is not among the nearest
LEAST = 1e-6  # of a probability that is shared out


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the NLU makes of a message, by intent: two probabilities, cosines to examples; and its length in words.

    `taught` are the intents that training knew; None stands for every one.
    """

    intent: str
    intents: Mapping[str, float]
    spelling: Mapping[str, float]
    nearest: Mapping[str, float]
    closest: Mapping[str, float]
    words: int
    taught: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one service: probabilities 0 to 1, cosines -1 to 1, share of letters matched 0 to 1.

    `dense` is the cosine of the best passage, `named` that of the nearest synonym or question of a page. `untaught` is
    1 for a service that training did not know, else 0: then both probabilities are 1, whose logarithm says nothing, and
    the nearest examples are those of its pages.
    """

    intent: float
    spelling: float
    nearest: float
    closest: float
    dense: float
    lexical: float
    named: float
    untaught: float = 0.0


@dataclass(frozen=True, slots=True)
class PageScores:
    """The best that any found page of a service says: cosines of passage and name, share of letters."""

    dense: float
    lexical: float
    named: float


NOWHERE = PageScores(FAR, 0.0, FAR)


def understanding(message: Mapping[str, Any], taught: frozenset[str] | None = None) -> Understanding:
    """What the NLU makes of a message, read from Rasa's parse.

    With `taught`, of these intents alone: as if training had known no other. What it gave to the others is shared out.
    A button is taken as it is.
    """
    taught = None if message.get("choice") else taught
    nearest = [each for each in message.get("nearest") or [] if taught is None or each["intent"] in taught]
    intents = _among(message.get("intent_ranking") or [], taught)
    return Understanding(
        intent=_first(str((message.get("intent") or {}).get("name") or ""), intents, taught),
        intents=intents,
        spelling=_among(message.get("spelling") or [], taught),
        nearest={each["intent"]: each["similarity"] for each in nearest},
        closest={each["intent"]: each["closest"] for each in nearest},
        words=len(str(message.get("text") or "").split()),
        taught=taught,
    )


def _among(ranking: Sequence[Mapping[str, Any]], taught: frozenset[str] | None) -> dict[str, float]:
    """The probabilities of a ranking, of some intents alone."""
    given = {str(each["name"]): float(each["confidence"]) for each in ranking}
    if taught is None or given.keys() <= taught:
        return given
    left = 1 - sum(value for name, value in given.items() if name not in taught)
    return {name: min(1.0, value / max(left, LEAST)) for name, value in given.items() if name in taught}


def _first(intent: str, intents: Mapping[str, float], taught: frozenset[str] | None) -> str:
    return intent if taught is None or intent in taught else max(intents, key=lambda name: intents[name], default="")


def score_services(seen: Understanding, found: SearchResult, services: frozenset[str]) -> dict[str, Scores]:
    """The witnesses' words on every service that any of them names."""
    pages = _page_scores(found)
    named = {slug_of(intent) for intent in (*seen.intents, *seen.spelling, *seen.nearest)} | set(pages)
    return {slug: _on(slug, seen, pages.get(slug, NOWHERE)) for slug in sorted(named & services)}


def slug_of(intent: str) -> str:
    """The service slug that an intent is named after."""
    return intent.replace("_", "-")


def intent_of(slug: str) -> str:
    """The intent that is named after a service slug."""
    return slug.replace("-", "_")


def _on(slug: str, seen: Understanding, page: PageScores) -> Scores:
    intent = intent_of(slug)
    if seen.taught is not None and intent not in seen.taught:
        return Scores(1.0, 1.0, page.named, page.named, page.dense, page.lexical, page.named, untaught=1.0)
    return Scores(
        intent=seen.intents.get(intent, 0.0),
        spelling=seen.spelling.get(intent, 0.0),
        nearest=seen.nearest.get(intent, FAR),
        closest=max(seen.closest.get(intent, FAR), page.named),
        dense=page.dense,
        lexical=page.lexical,
        named=page.named,
    )


def _page_scores(found: SearchResult) -> dict[str, PageScores]:
    """What the pages that were found say, by service. A page without synonyms and questions goes by its passages."""
    hits: dict[str, list[Hit]] = {}
    for hit in found.ranked:
        hits.setdefault(hit.page.service, []).append(hit)
    return {
        service: PageScores(
            dense=max(hit.cosine for hit in each),
            lexical=max(hit.lexical for hit in each),
            named=max(hit.cosine if hit.named is None else hit.named for hit in each),
        )
        for service, each in hits.items()
    }
