"""Floors for the Northbridge pack: residents' own questions must find the right service."""

from __future__ import annotations

import json

import pytest

from knowledge.answer.answer import extract
from knowledge.answer.wording import plain
from knowledge.measuring.evaluate import GOLDEN
from knowledge.pack.load import CouncilPack
from knowledge.search.encoder import Encoder
from knowledge.search.search import Searcher

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


def test_residents_questions_find_the_right_service(searcher: Searcher) -> None:
    places = []
    for query in golden():
        services = [hit.page.service for hit in searcher.search(query["query"]).ranked]
        places.append(services.index(query["service"]) if query["service"] in services else 99)
    assert sum(place == 0 for place in places) / len(places) >= 0.90
    assert sum(place < 3 for place in places) / len(places) >= 0.97


def test_most_questions_are_near_enough_to_be_accepted(searcher: Searcher) -> None:
    accepted = [bool(searcher.search(query["query"]).accepted) for query in golden()]
    assert sum(accepted) / len(accepted) >= 0.93


def test_answers_are_the_pages_own_sentences(searcher: Searcher) -> None:
    for query in golden():
        hit = searcher.search(query["query"]).ranked[0]
        answer = extract(query["query"], hit, searcher.encoder)
        assert plain(answer.text) in plain(hit.page.summary + "\n\n" + hit.page.body)
