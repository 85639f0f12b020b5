"""The generator writes what it labels, the same for the same seed; the committed pipeline is small and scored."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import pytest

from redaction.engine import MODEL, load_pipeline
from redaction.ner.generate import sentences
from redaction.ner.lexicon import kind, lemma
from redaction.ner.pools import MadeUp, romanised

pytestmark = pytest.mark.slow

LARGEST_MODEL = 10_000_000


def test_generated_spans_lie_on_their_text_and_never_overlap() -> None:
    for sentence in islice(sentences(7, 400, held_out=False), 400):
        edges = [edge for start, end, _ in sentence.spans for edge in (start, end)]
        assert edges == sorted(edges)
        assert all(sentence.text[start:end].strip() for start, end, _ in sentence.spans)
        assert not set("{}[]~") & set(sentence.text)


def test_the_same_seed_writes_the_same_sentences() -> None:
    once, again = ([one.text for one in sentences(3, 50, held_out=False)] for _ in range(2))
    assert once == again


def test_at_least_four_in_ten_generated_sentences_have_nothing_personal() -> None:
    made = list(sentences(5, 500, held_out=False))
    assert sum(not sentence.spans for sentence in made) >= 200


@pytest.mark.parametrize(("name", "latin"), [("Наталья", "Natalya"), ("Γιώργος", "Giorgos"), ("Щербак", "Shcherbak")])
def test_names_in_other_alphabets_are_romanised(name: str, latin: str) -> None:
    assert romanised(name) == latin


def test_made_up_names_are_capitalised_letters_of_a_name_like_length() -> None:
    made = MadeUp(["Anna", "Annika", "Hannah", "Joanna"])
    names = [made.make(random.Random(seed)) for seed in range(30)]
    assert all(name.isalpha() and name[0].isupper() and len(name) <= 14 for name in names)


def test_the_committed_pipeline_is_small() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= LARGEST_MODEL


def test_the_committed_scores_are_above_their_floors() -> None:
    scores = json.loads((MODEL / "scores.json").read_text(encoding="utf-8"))
    assert scores["by_label"]["PERSON"]["r"] >= 0.9
    assert scores["by_label"]["ADDRESS"]["r"] >= 0.85


def test_the_committed_pipeline_finds_a_name_in_lower_case() -> None:
    found = load_pipeline()("my neighbour oluwaseun adeyinka keeps parking on my drive")
    assert [(span.text, span.label_) for span in found.ents] == [("oluwaseun adeyinka", "PERSON")]


@pytest.mark.parametrize(("one", "other"), [("phones", "phone"), ("calling", "call"), ("moved", "move")])
def test_forms_of_one_word_share_a_lemma(one: str, other: str) -> None:
    assert lemma(one) == lemma(other)


@pytest.mark.parametrize(
    ("word", "expected"), [("the", "function"), ("pothole", "word"), ("12", "other"), ("xqzrt", "new")]
)
def test_the_lexicon_knows_what_kind_of_word_it_is(word: str, expected: str) -> None:
    assert kind(word) == expected


def test_the_scores_say_how_they_came_about() -> None:
    assert {"seed", "sentences", "training_sentences"} <= set(json.loads((Path(MODEL) / "scores.json").read_text()))
