from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from knowledge.answer.answer import LONGEST, extract
from knowledge.pack.page import Page, Passage
from knowledge.search.encoder import Encoder
from knowledge.search.search import Hit, Searcher

MakePage = Callable[..., Page]
LONG = (
    "You can book a slot on any day of the week. The gates shut ten minutes before the end. Bring your own "
    "gloves and a strong pair of shoes. A van needs a free permit that you print at home before you come. It "
    "shows your number plate and the date. We do not let trailers longer than 3 metres in. The shop sells "
    "things that other people gave. It takes cards and cash. Dogs stay in the car. Children under 12 do too."
)  # 83 words


def hit(page: Page, text: str) -> Hit:
    passage = Passage("p#1", page.id, (page.title, "Part"), text)
    return Hit(page, passage, 0.7, 0.7, 0.7, 0.7, None)


def test_an_answer_names_its_page(searcher: Searcher, encoder: Encoder) -> None:
    found = searcher.search("how long until you repair a pothole").ranked[0]
    answer = extract("how long until you repair a pothole", found, encoder)
    assert (answer.title, answer.url) == (found.page.title, "/services/pothole")
    assert isinstance(answer.reviewed_on, date)
    assert answer.text in found.page.body


def test_a_query_that_only_names_the_page_gets_the_summary(searcher: Searcher, encoder: Encoder) -> None:
    for query in ("pothole", "how do I report potholes?"):
        found = searcher.search(query).ranked[0]
        assert extract(query, found, encoder).text == found.page.summary


def test_a_short_passage_is_shown_whole_with_its_markdown(make_page: MakePage, encoder: Encoder) -> None:
    text = "See [your bins](/services/bins). It is **free**."
    page = make_page(summary="We empty bins every week.")
    assert extract("what does it cost", hit(page, text), encoder).text == text


def test_of_a_long_passage_the_sentences_that_answer_are_shown(make_page: MakePage, encoder: Encoder) -> None:
    answer = extract("do I need a permit for my van", hit(make_page(title="The tip"), LONG), encoder)
    assert "A van needs a free permit" in answer.text
    assert answer.text in LONG
    assert len(answer.text.split()) <= LONGEST


def test_a_list_is_shown_whole_with_the_line_before_it(make_page: MakePage, encoder: Encoder) -> None:
    items = "\n".join(f"- paper number {n} that proves your new address" for n in range(6))
    text = f"{LONG}\n\nBring these papers:\n\n{items}"
    answer = extract("what papers prove my address", hit(make_page(title="The tip"), text), encoder)
    assert f"Bring these papers:\n\n{items}" in answer.text


def test_without_a_passage_the_summary_is_shown(make_page: MakePage, encoder: Encoder) -> None:
    page = make_page(summary="We empty bins every week.")
    assert extract("wheelie colours", hit(page, ""), encoder).text == page.summary


@pytest.mark.parametrize("query", ["", "???", "🦊"])
def test_any_query_has_an_answer(make_page: MakePage, encoder: Encoder, query: str) -> None:
    assert extract(query, hit(make_page(), LONG), encoder).text
