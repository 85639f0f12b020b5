from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.lexical import Lexicon, grams, telling_words
from knowledge.page import Page

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


@UNHURRIED
@given(st.text())
def test_any_query_scores_between_nothing_and_one(query: str) -> None:
    pages = [Page(name, "", name, "", "", "", None, (), (), "") for name in ("bins", "trees", "?")]
    scores = Lexicon.of(pages).score(query)
    assert ((scores >= 0) & (scores <= 1)).all()
