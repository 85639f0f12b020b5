"""Languages: English is practically never taken for another one, and others are known from one sentence."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

import pytest

from api.assistant import make_languages
from bot.council import Council
from bot.policy import Policy
from bot.reception.languages import Languages, language_name, load_languages
from tests.support.golden_figures.languages import FILE, language_figures


@pytest.fixture(scope="module")
def languages(policy: Policy, council: Council) -> Languages:
    return make_languages(council, policy)


def test_every_text_fills_in_the_council_and_the_reference_and_names_999() -> None:
    for code, language in load_languages().items():
        names = {name for _, name, _, _ in Formatter().parse(language.text) if name}
        assert names == {"council", "reference"}, code
        assert "999" in language.text, code


def test_no_figure_is_worse_than_in_the_file(languages: Languages, compare_figures: Callable[..., None]) -> None:
    compare_figures(FILE, "languages", language_figures(languages))


@pytest.mark.parametrize("text", ["", "?", "ok", "hola", "123 456", "👍", "<PERSON_1> <ADDRESS_1>", "<script>"])
def test_too_little_to_tell_is_taken_for_english(languages: Languages, text: str) -> None:
    assert languages.recognise(text) is None


def test_the_language_that_most_of_a_message_is_in_counts(languages: Languages) -> None:
    assert languages.recognise("Hello, nie mówię dobrze po angielsku, potrzebuję pomocy z czynszem") == "pl"
    assert languages.recognise("dzien dobry, my bin was not emptied on Monday and I need it collected") is None


def test_a_language_has_an_english_name() -> None:
    assert (language_name("pl"), language_name("cy"), language_name("xx")) == ("Polish", "Welsh", "xx")
