"""The Northbridge pack: residents' own questions find the right service, no worse than before."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from knowledge.answer.answer import extract
from knowledge.answer.wording import plain
from knowledge.measuring.evaluate import GOLDEN
from knowledge.pack.load import CouncilPack
from knowledge.search.encoder import Encoder
from knowledge.search.search import Searcher
from tests.support.golden_figures.search import FILE, search_figures

QUERIES = GOLDEN / "queries.jsonl"


def golden() -> list[dict[str, str]]:
    return [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]


def test_the_golden_queries_cover_every_service(northbridge: CouncilPack) -> None:
    assert {query["service"] for query in golden()} == {service.slug for service in northbridge.services}
    assert len({query["query"].lower() for query in golden()}) == len(golden()) >= 150


def test_every_service_has_a_page(northbridge: CouncilPack) -> None:
    assert {service.slug for service in northbridge.services} == {page.service for page in northbridge.pages}


@pytest.fixture(scope="module", autouse=True)
def _encoded(encoder: Encoder) -> None:
    """All queries in one go, which is faster than one by one."""
    encoder.encode([query["query"] for query in golden()])


def test_no_figure_is_worse_than_in_the_file(searcher: Searcher, compare_figures: Callable[..., None]) -> None:
    compare_figures(FILE, "search", search_figures(searcher))


def test_answers_are_the_pages_own_sentences(searcher: Searcher) -> None:
    for query in golden():
        hit = searcher.search(query["query"]).ranked[0]
        answer = extract(query["query"], hit, searcher.encoder)
        assert plain(answer.text) in plain(hit.page.summary + "\n\n" + hit.page.body)
