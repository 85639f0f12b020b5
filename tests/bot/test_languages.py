"""Languages: English is practically never taken for another one, and others are known from one sentence."""

from __future__ import annotations

from string import Formatter

import pytest

from api.assistant import make_languages
from bot.council import Council
from bot.policy import Policy
from bot.reception.languages import Languages, language_name, load_languages
from bot.training.evaluate import GOLDEN, read_rows


@pytest.fixture(scope="module")
def languages(policy: Policy, council: Council) -> Languages:
    return make_languages(council, policy)


def test_every_text_fills_in_the_council_and_the_reference_and_names_999() -> None:
    for code, language in load_languages().items():
        names = {name for _, name, _, _ in Formatter().parse(language.text) if name}
        assert names == {"council", "reference"}, code
        assert "999" in language.text, code


def test_a_message_in_another_language_is_recognised(languages: Languages) -> None:
    rows = [row for row in read_rows(GOLDEN / "languages" / "messages.jsonl") if row["language"] != "en"]
    wrong = [row["text"] for row in rows if languages.recognise(row["text"]) != row["language"]]
    assert len(wrong) <= 0.03 * len(rows), wrong


@pytest.mark.parametrize("name", ["enquiries", "elsewhere", "elsewhere_near", "out_of_scope"])
def test_english_is_not_taken_for_another_language(languages: Languages, name: str) -> None:
    texts = [row["text"] for row in read_rows(GOLDEN / "triage" / f"{name}.jsonl")]
    wrong = [text for text in texts if languages.recognise(text)]
    assert len(wrong) <= max(1, 0.003 * len(texts)), wrong


def test_names_of_places_typing_and_second_language_english_are_english(languages: Languages) -> None:
    rows = [row for row in read_rows(GOLDEN / "languages" / "messages.jsonl") if row["language"] == "en"]
    wrong = [row["text"] for row in rows if languages.recognise(row["text"])]
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize("text", ["", "?", "ok", "hola", "123 456", "👍", "<PERSON_1> <ADDRESS_1>", "<script>"])
def test_too_little_to_tell_is_taken_for_english(languages: Languages, text: str) -> None:
    assert languages.recognise(text) is None


def test_the_language_that_most_of_a_message_is_in_counts(languages: Languages) -> None:
    assert languages.recognise("Hello, nie mówię dobrze po angielsku, potrzebuję pomocy z czynszem") == "pl"
    assert languages.recognise("dzien dobry, my bin was not emptied on Monday and I need it collected") is None


def test_a_language_has_an_english_name() -> None:
    assert (language_name("pl"), language_name("cy"), language_name("xx")) == ("Polish", "Welsh", "xx")
