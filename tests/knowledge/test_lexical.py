from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answer.wording import plain
from knowledge.pack.load import CouncilPack
from knowledge.pack.page import Page
from knowledge.search.lexical import TITLE_WEIGHT, Lexicon, grams, telling_words
from knowledge.search.postings import Postings

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

MakePage = Callable[..., Page]


def test_a_word_becomes_runs_of_four_letters_with_its_ends_marked() -> None:
    assert list(grams("Bins")) == ["^bin", "bins", "ins$"]


def test_words_of_asking_are_left_out_unless_there_are_no_others() -> None:
    assert telling_words("How much is my bin's lid?") == ["bin", "lid"]
    assert telling_words("Where is it?") == ["where", "is", "it"]


def test_a_typing_mistake_still_finds_the_page(make_page: MakePage) -> None:
    pages = [make_page(title="Potholes"), make_page(title="Parking permits"), make_page(title="Trees")]
    scores = Lexicon.of(pages).score("potole on my road")
    assert scores.argmax() == 0


def test_a_score_is_the_share_of_the_best_there_could_be(make_page: MakePage) -> None:
    lexicon = Lexicon.of([make_page("bins " * 50, title="Bins"), make_page(title="Trees")])
    assert 0.5 < lexicon.score("bins")[0] <= 1
    assert lexicon.score("bins")[1] == 0
    assert lexicon.score("bins quickly")[0] < lexicon.score("bins")[0]


def test_letters_on_no_page_score_nothing(make_page: MakePage) -> None:
    assert Lexicon.of([make_page(title="Bins"), make_page()]).score("xylophone").tolist() == [0, 0]


def test_scores_are_bm25_as_the_books_have_it(northbridge: CouncilPack) -> None:
    pages = northbridge.pages
    texts = [
        " ".join([*[" ".join([page.title, *page.synonyms])] * TITLE_WEIGHT, page.summary, plain(page.body)])
        for page in pages
    ]
    counts = [Counter(grams(text)) for text in texts]
    mean = sum(count.total() for count in counts) / len(counts)
    for query in ("my bin was not emptied", "pothole potole", "zebra xylophone"):
        asked = set(grams(query))
        holders = {gram: sum(gram in count for count in counts) for gram in asked}
        weights = {gram: math.log(1 + (len(pages) - n + 0.5) / (n + 0.5)) for gram, n in holders.items()}
        right = [
            sum(w * c[gram] / (c[gram] + 1.2 * (0.25 + 0.75 * c.total() / mean)) for gram, w in weights.items())
            / sum(weights.values())
            for c in counts
        ]
        assert Lexicon.of(pages).score(query).tolist() == pytest.approx(right, abs=1e-5)


def test_some_pages_score_as_they_do_among_all(northbridge: CouncilPack) -> None:
    lexicon = Lexicon.of(northbridge.pages)
    places = np.array([0, 5, 60, 123])
    for query in ("council tax refund for students", "xylophone", ""):
        asked = lexicon.ask(query)
        assert asked.cheap
        assert np.allclose(lexicon.score_of(asked, places), lexicon.score(query)[places])
        assert np.array_equal(lexicon.score_roughly(asked), lexicon.score(query))


def test_a_budget_leaves_the_commonest_letters_out_first(northbridge: CouncilPack) -> None:
    lexicon = Lexicon.of(northbridge.pages)
    query = "council tax refund for students"
    whole, asked = lexicon.ask(query), lexicon.ask(query, budget=100)
    holders = lexicon.postings.holders[asked.columns]
    assert not asked.cheap
    assert holders.tolist() == sorted(holders.tolist())
    assert holders[: asked.few].sum() <= 100 < holders[: asked.few + 1].sum()
    assert (lexicon.score_roughly(asked) <= lexicon.score(query) + 1e-6).all()
    assert asked.best == whole.best


def test_letters_come_back_as_they_were_saved(northbridge: CouncilPack) -> None:
    lexicon = Lexicon.of(northbridge.pages)
    loaded = Lexicon(Postings.load(lexicon.postings.save()), TITLE_WEIGHT)
    assert np.array_equal(loaded.score("missed bin"), lexicon.score("missed bin"))


@UNHURRIED
@given(st.text())
def test_any_query_scores_between_nothing_and_one(query: str) -> None:
    pages = [Page(name, "", name, "", "", "", None, (), (), "") for name in ("bins", "trees", "?")]
    scores = Lexicon.of(pages).score(query)
    assert ((scores >= 0) & (scores <= 1)).all()
