"""A question that staff pinned to a page is one of that page's questions: questions alike find the page too."""

from __future__ import annotations

from dataclasses import replace

from api.pages.publication.editions import with_pins
from knowledge.search.curated import Curation
from tests.support.bot.fakes import hit

HUTS = replace(hit("beach-huts", 0.5).page, synonyms=("beach hut",), questions=("What does a hut cost?",))
BINS = hit("missed-bin", 0.5).page


def test_a_pin_is_a_question_of_its_page_alone() -> None:
    huts, bins = with_pins((HUTS, BINS), Curation({"little cabin by the water": "beach-huts"}))
    assert huts.questions == ("What does a hut cost?", "little cabin by the water")
    assert bins == BINS


def test_what_the_page_says_already_is_not_said_twice() -> None:
    pins = Curation({"what does a hut cost": "beach-huts", "beach hut": "beach-huts"})
    assert with_pins((HUTS, BINS), pins) == (HUTS, BINS)


def test_a_pin_to_a_page_that_is_gone_and_an_exclusion_change_nothing() -> None:
    curation = Curation({"moorings": "slipway"}, {"bin": frozenset({"beach-huts"})})
    assert with_pins((HUTS, BINS), curation) == (HUTS, BINS)
