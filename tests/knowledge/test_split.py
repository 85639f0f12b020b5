from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answer.split import WHOLE, split
from knowledge.pack.load import CouncilPack
from knowledge.pack.page import Page

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

MakePage = Callable[..., Page]
SENTENCE = "We empty the bin on the day that your calendar says. "  # 11 words


def test_each_section_is_a_passage_under_its_headings(make_page: MakePage) -> None:
    page = make_page("Opening words.\n\n## Cost\n\nIt is free.\n\n### Extra bags\n\nNo.\n\n## Time\n\nA day.")
    assert [(passage.headings, passage.text) for passage in split(page)] == [
        (("Bins",), "Opening words."),
        (("Bins", "Cost"), "It is free."),
        (("Bins", "Cost", "Extra bags"), "No."),
        (("Bins", "Time"), "A day."),
    ]


def test_the_summary_is_the_first_passage(make_page: MakePage) -> None:
    first = split(make_page("## Cost\n\nIt is free.", summary="We empty bins."))[0]
    assert (first.id, first.headings, first.text) == ("bins#0", ("Bins",), "We empty bins.")


def test_ids_are_unique_and_name_the_page(make_page: MakePage) -> None:
    passages = split(make_page(SENTENCE * 30))
    assert len({passage.id for passage in passages}) == len(passages) > 1
    assert {passage.page_id for passage in passages} == {"bins"}


def test_a_long_section_is_cut_between_sentences_into_even_passages(make_page: MakePage) -> None:
    sizes = [len(passage.text.split()) for passage in split(make_page(SENTENCE * 30))]
    assert sum(sizes) == 330
    assert all(40 <= size <= WHOLE for size in sizes)


def test_a_short_section_stays_whole(make_page: MakePage) -> None:
    assert len(split(make_page(SENTENCE * 10))) == 1


def test_a_list_item_is_never_cut_and_its_lead_in_stays_with_it(make_page: MakePage) -> None:
    items = [f"- item {n}: " + SENTENCE * 3 for n in range(8)]
    passages = split(make_page(SENTENCE * 6 + "You need these:\n\n" + "\n".join(items)))
    texts = [passage.text for passage in passages]
    assert len(texts) > 1
    assert not any(text.rstrip().endswith(":") for text in texts)
    assert all(sum(item.strip() in text for text in texts) == 1 for item in items)


def test_links_and_tables_keep_their_markdown(make_page: MakePage) -> None:
    body = "See [bins](/services/bins).\n\n| bin | day |\n|---|---|\n| grey | Monday |"
    assert split(make_page(body))[0].text == body


def test_a_page_of_a_title_only_still_has_a_passage(make_page: MakePage) -> None:
    assert [(passage.headings, passage.text) for passage in split(make_page())] == [(("Bins",), "")]


def test_headings_with_nothing_under_them_are_kept(make_page: MakePage) -> None:
    passage = split(make_page("## Cost\n\n## Time"))[0]
    assert (passage.headings, passage.text) == (("Bins", "Time"), "Cost")


_MARKDOWN = st.lists(
    st.one_of(
        st.text(alphabet="ab .!?\n-#*1>|:`[])=_\t", max_size=60),
        st.sampled_from(["## Cost", "- item one\n- item two", SENTENCE * 12, "> quoted", "1. first", "[a]: /b"]),
    ),
    max_size=8,
).map("\n\n".join)


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


@UNHURRIED
@given(_MARKDOWN)
def test_no_word_is_lost(body: str) -> None:
    passages = split(Page("p", "", "Title", "", "", "", None, (), (), body))
    kept = " ".join(text for passage in passages for text in (passage.text, *passage.headings))
    assert _letters(body) <= _letters(kept)


@UNHURRIED
@given(st.text())
def test_any_text_can_be_split(body: str) -> None:
    assert split(Page("p", "", "Title", "", "", "", None, (), (), body))


def test_northbridge_passages_are_of_readable_length(northbridge: CouncilPack) -> None:
    sizes = [len(passage.text.split()) for page in northbridge.pages for passage in split(page)]
    assert max(sizes) <= WHOLE
