"""Fits the numbers of search.yml on queries whose right pages are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from knowledge.search.encoder import Encoder
from knowledge.search.index import Index
from knowledge.search.search import Hit, Searcher
from knowledge.search.search_settings import SearchSettings

STEPS = [step / 10 for step in range(11)]
KEPT = 0.98  # share of right first hits that the least meaning lets through
LOOKED_AT = 10

Query = Mapping[str, Any]


def fit_search(index: Index, encoder: Encoder, queries: Sequence[Query], start: SearchSettings) -> SearchSettings:
    """The weights with the highest mean reciprocal rank for `{"query", "relevant": [page ids]}`, and the least meaning.

    Weights move in tenths; of equally good ones, those nearest to `start` are taken.
    """
    encoder.encode([query["query"] for query in queries])
    ranked = {each: round(_mean_rank(index, encoder, queries, each), 4) for each in _weights()}
    best = max(ranked, key=lambda each: (ranked[each], -_far(each, start)))
    right = [hit.dense for hit in _right_first(index, encoder, queries, best)]
    accept = round(float(np.quantile(right, 1 - KEPT)), 2) if right else start.accept
    return replace(best, accept=accept)


def _weights() -> Iterator[SearchSettings]:
    for lexical in STEPS:
        for names in STEPS:
            yield SearchSettings(round(1 - lexical, 1), round(lexical, 1), round(names, 1), accept=0.0)


def _far(one: SearchSettings, other: SearchSettings) -> float:
    return abs(one.lexical - other.lexical) + abs(one.names - other.names)


def _mean_rank(index: Index, encoder: Encoder, queries: Sequence[Query], settings: SearchSettings) -> float:
    searcher = Searcher(index, encoder, settings)
    ranks = [_rank(searcher.search(query["query"], LOOKED_AT).accepted, query) for query in queries]
    return sum(1 / rank for rank in ranks if rank) / max(1, len(ranks))


def _rank(hits: Sequence[Hit], query: Query) -> int:
    places = (place for place, hit in enumerate(hits, start=1) if hit.page.id in query["relevant"])
    return next(places, 0)


def _right_first(index: Index, encoder: Encoder, queries: Sequence[Query], settings: SearchSettings) -> list[Hit]:
    searcher = Searcher(index, encoder, settings)
    firsts = [(query, searcher.search(query["query"], 1).accepted) for query in queries]
    return [hits[0] for query, hits in firsts if hits and hits[0].page.id in query["relevant"]]
