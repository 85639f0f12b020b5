from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.pack.load import pages_from_rows
from knowledge.pack.page import Page
from knowledge.search.encoder import Encoder
from knowledge.search.index import build_index
from knowledge.search.search import Rejected, Searcher
from knowledge.search.search_settings import SearchSettings

MakePage = Callable[..., Page]


def test_hits_come_best_first_one_a_page(searcher: Searcher) -> None:
    hits = searcher.search("my bin was not emptied").ranked
    assert hits[0].page.id == "missed-bin"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.page.id for hit in hits}) == len(hits) == 10
    assert all(hit.passage.page_id == hit.page.id for hit in hits)


def test_a_score_is_made_of_its_parts(searcher: Searcher) -> None:
    settings = searcher.settings
    for hit in searcher.search("how much is a bulky collection").ranked:
        assert hit.named is not None
        blend = (1 - settings.names) * hit.cosine + settings.names * hit.named
        assert hit.dense == pytest.approx(blend, abs=1e-5)
        whole = settings.dense * hit.dense + settings.lexical * hit.lexical
        assert hit.score == pytest.approx(whole, abs=1e-5)


def test_hits_whose_meaning_is_too_far_are_rejected_with_their_scores(searcher: Searcher) -> None:
    result = searcher.search("who won the football last night")
    assert result.accepted == ()
    assert {hit.rejected for hit in result.rejected} == {Rejected.TOO_FAR}
    assert len(result.rejected) == 10


def test_accepted_hits_have_no_reason_against_them(searcher: Searcher) -> None:
    result = searcher.search("report a pothole")
    assert all(hit.rejected is None and hit.dense >= searcher.settings.accept for hit in result.accepted)
    assert all(hit.rejected is Rejected.TOO_FAR for hit in result.rejected)


def test_a_service_keeps_its_own_pages_and_rejects_the_others(searcher: Searcher) -> None:
    result = searcher.search("my bin was not emptied", k=3, service="new-bin")
    assert {hit.page.service for hit in result.ranked if hit.rejected is not Rejected.OTHER_SERVICE} == {"new-bin"}
    assert result.rejected[0].page.id == "missed-bin"
    assert sum(hit.rejected is Rejected.OTHER_SERVICE for hit in result.rejected) == 3


def test_the_passage_is_the_one_that_answers(searcher: Searcher) -> None:
    best = searcher.search("how long until you repair a pothole").ranked[0]
    assert best.passage.headings[-1] == "How long a repair takes"


def test_the_same_words_score_the_same_whatever_else_is_in_the_index(
    make_page: MakePage, encoder: Encoder, tmp_path: Path
) -> None:
    few = [make_page("Pay by card.", id="tax", title="Pay council tax")]
    more = [*few, make_page("Plant a tree.", id="tree", title="Trees")]
    dense = [
        Searcher(build_index(pages, encoder, tmp_path / str(n)), encoder).search("council tax").ranked[0].dense
        for n, pages in enumerate((few, more))
    ]
    assert dense[0] == pytest.approx(dense[1], abs=1e-5)


def test_any_collection_of_pages_can_be_ranked(encoder: Encoder, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "title": "Dog wardens", "text": "Stray dogs are taken to kennels."},
        {"id": "2", "title": "Blue badges", "text": "Parking for disabled people."},
    ]
    hits = Searcher(build_index(pages_from_rows(rows), encoder, tmp_path), encoder).search("lost dog").ranked
    assert [hit.page.id for hit in hits] == ["1", "2"]
    assert hits[0].named is None


@pytest.mark.parametrize("query", ["", " ", "?!", "🦊", "a" * 5000])
def test_any_query_is_answered(searcher: Searcher, query: str) -> None:
    assert len(searcher.search(query).ranked) == 10


def test_the_weights_can_be_set(searcher: Searcher) -> None:
    settings = SearchSettings(dense=0.0, lexical=1.0, names=0.5, accept=2.0)
    result = Searcher(searcher.index, searcher.encoder, settings).search("garden waste")
    assert result.accepted == ()
    assert all(hit.score == pytest.approx(hit.lexical) for hit in result.rejected)


def test_the_passages_of_a_service_come_nearest_first_and_are_its_own(searcher: Searcher) -> None:
    hits = searcher.passages("how long until you repair it", "pothole")
    assert hits[0].passage.headings[-1] == "How long a repair takes"
    assert {hit.page.service for hit in hits} == {"pothole"}
    assert [hit.cosine for hit in hits] == sorted((hit.cosine for hit in hits), reverse=True)
    assert searcher.passages("anything", "no-such-service") == ()
