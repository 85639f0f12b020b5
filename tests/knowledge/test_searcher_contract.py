"""Search, as it is and as staff corrected it, keeps the promises of a searcher; live pages those of a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ports import Library
from bot.ports import Searcher as AnySearcher
from knowledge.pack.page import Page
from knowledge.search.curated import CuratedSearcher, Curation
from knowledge.search.index import build_index
from knowledge.search.search import Searcher
from knowledge.search.search_settings import SearchSettings
from tests.contracts.searcher import QUESTION, LibraryContract, SearcherContract
from tests.support.pages.newsroom import CountingEncoder, Newsroom

ALL = SearchSettings(0.7, 0.3, 0.5, accept=-1.0)  # stand-ins of vectors mean nothing, so that nothing is too far


def page(page_id: str) -> Page:
    body = f"About {page_id}.\n\n## When\n\nOn Monday, for {page_id}.\n\n## Where\n\nAt home."
    service = page_id.partition("-")[0]
    return Page(page_id, service, page_id, "", f"/services/{page_id}", "waste", None, (), (), body)


PAGES = tuple(page(each) for each in ("bins", "bins-new", "bins-missed", "parks", "trees"))


@pytest.fixture
def plain(tmp_path: Path) -> Searcher:
    """Search over a few pages, without a model."""
    encoder = CountingEncoder()
    return Searcher(build_index(PAGES, encoder, tmp_path), encoder, ALL)


class TestSearcher(SearcherContract):
    @pytest.fixture
    def searcher(self, plain: Searcher) -> AnySearcher:
        return plain


class TestSearcherThatAcceptsLittle(SearcherContract):
    @pytest.fixture
    def searcher(self, plain: Searcher) -> AnySearcher:
        return Searcher(plain.index, plain.encoder, SearchSettings(0.7, 0.3, 0.5, accept=0.99))


class TestCuratedSearcher(SearcherContract):
    @pytest.fixture
    def searcher(self, plain: Searcher) -> AnySearcher:
        question = QUESTION
        return CuratedSearcher(plain, Curation({question: "bins-new"}, {question: frozenset({"bins-missed"})}))


class TestCuratedSearcherOfOtherQuestions(SearcherContract):
    @pytest.fixture
    def searcher(self, plain: Searcher) -> AnySearcher:
        return CuratedSearcher(plain, Curation({"something else": "bins"}))


class TestLivePages(LibraryContract):
    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        return Newsroom("postgresql://nobody@127.0.0.1:1/none", tmp_path).live
