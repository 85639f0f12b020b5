"""What each witness says of each service: two classifiers, the nearest examples, and the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.search.search import SearchResult

FAR = 0.2  # cosine of an intent that is not among the nearest


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the NLU makes of a message, by intent: two probabilities, cosines to examples; and its length in words."""

    intent: str
    intents: Mapping[str, float]
    spelling: Mapping[str, float]
    nearest: Mapping[str, float]
    closest: Mapping[str, float]
    words: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The six scores of one service: probabilities 0 to 1, cosines -1 to 1, share of letters matched 0 to 1."""

    intent: float
    spelling: float
    nearest: float
    closest: float
    dense: float
    lexical: float


def understanding(message: Mapping[str, Any]) -> Understanding:
    """What the NLU makes of a message, read from Rasa's parse."""
    nearest = message.get("nearest") or []
    return Understanding(
        intent=(message.get("intent") or {}).get("name") or "",
        intents={each["name"]: each["confidence"] for each in message.get("intent_ranking") or []},
        spelling={each["name"]: each["confidence"] for each in message.get("spelling") or []},
        nearest={each["intent"]: each["similarity"] for each in nearest},
        closest={each["intent"]: each["closest"] for each in nearest},
        words=len(str(message.get("text") or "").split()),
    )


def score_services(seen: Understanding, found: SearchResult, services: frozenset[str]) -> dict[str, Scores]:
    """The witnesses' words on every service that any of them names."""
    best = _best_hits(found)
    named = {slug_of(intent) for intent in (*seen.intents, *seen.spelling, *seen.nearest)} | set(best)
    return {slug: _on(slug, seen, best) for slug in sorted(named & services)}


def slug_of(intent: str) -> str:
    """The service slug that an intent is named after."""
    return intent.replace("_", "-")


def intent_of(slug: str) -> str:
    """The intent that is named after a service slug."""
    return slug.replace("-", "_")


def _on(slug: str, seen: Understanding, best: Mapping[str, tuple[float, float]]) -> Scores:
    intent = intent_of(slug)
    dense, lexical = best.get(slug, (0.0, 0.0))
    return Scores(
        intent=seen.intents.get(intent, 0.0),
        spelling=seen.spelling.get(intent, 0.0),
        nearest=seen.nearest.get(intent, FAR),
        closest=seen.closest.get(intent, FAR),
        dense=dense,
        lexical=lexical,
    )


def _best_hits(found: SearchResult) -> dict[str, tuple[float, float]]:
    """Cosine and letters of the best page of each service."""
    best: dict[str, tuple[float, float]] = {}
    for hit in found.ranked:
        best.setdefault(hit.page.service, (hit.dense, hit.lexical))
    return best
