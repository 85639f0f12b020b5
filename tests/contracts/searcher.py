"""What every searcher promises (`bot.ports.Searcher`), and the library that lends it."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from bot.ports import Library, Searcher
from knowledge.search.search import Rejected

QUESTION = "my bin was not emptied"


class SearcherContract(ABC):
    """Subclasses give a fixture `searcher` over pages of several services, and name one that has several pages."""

    service = "bins"

    @abstractmethod
    def searcher(self) -> Searcher:
        """A fixture: a searcher over at least four pages."""

    @pytest.mark.parametrize("k", [1, 2, 10])
    def test_the_best_pages_come_first_each_once(self, searcher: Searcher, k: int) -> None:
        found = searcher.search(QUESTION, k)
        scores = [hit.score for hit in found.ranked]
        assert scores == sorted(scores, reverse=True)
        assert found.ranked and len(found.accepted) <= k
        assert len({hit.page.id for hit in found.ranked}) == len(found.ranked)
        assert all(hit.passage.page_id == hit.page.id for hit in found.ranked)

    def test_what_is_not_accepted_says_why(self, searcher: Searcher) -> None:
        found = searcher.search(QUESTION, 10, self.service)
        assert {hit.rejected for hit in found.accepted} <= {None}
        assert None not in {hit.rejected for hit in found.rejected}

    def test_asked_about_a_service_only_its_pages_are_accepted(self, searcher: Searcher) -> None:
        found = searcher.search(QUESTION, 10, self.service)
        assert {hit.page.service for hit in found.accepted} <= {self.service}
        others = {hit.rejected for hit in found.rejected if hit.page.service != self.service}
        assert others == {Rejected.OTHER_SERVICE}

    def test_the_passages_of_a_service_are_all_and_only_its_own(self, searcher: Searcher) -> None:
        found = searcher.passages(QUESTION, self.service)
        assert {hit.page.service for hit in found} == {self.service}
        assert len({hit.passage.id for hit in found}) == len(found)
        assert all(hit.passage.page_id == hit.page.id for hit in found)
        assert searcher.passages(QUESTION, "no-such-service") == ()

    @pytest.mark.parametrize("question", ["", " ", "?", "\x00", "x" * 5000])
    def test_any_text_may_be_asked(self, searcher: Searcher, question: str) -> None:
        assert len(searcher.search(question, 3).accepted) <= 3


class LibraryContract(ABC):
    """Subclasses give a fixture `library`."""

    @abstractmethod
    def library(self) -> Library:
        """A fixture: a library with pages."""

    def test_what_it_lends_searches_the_same_pages_for_as_long_as_they_are_the_same(self, library: Library) -> None:
        first, again = (library.searcher().search(QUESTION).ranked for _ in range(2))
        assert first and [hit.page.id for hit in first] == [hit.page.id for hit in again]
