"""Who teaches does not judge, and every row teaches something that the product knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.council import Council
from bot.crisis.config import CONCERNS, KINDS
from bot.policy import Policy
from bot.training.evaluate import GOLDEN, read_rows
from bot.training.examples import SAID_BY_ALL
from bot.training.understanding.augment import augmented
from bot.training.understanding.voices import ACTS, CALM, VOICES, Lesson, lessons

NOT_YET = {"chitchat", "nonsense", "attack"}  # told apart in the voices, without a reply of their own so far
TEACHING = sorted(VOICES.rglob("*.jsonl"))
JUDGING = sorted((GOLDEN / "voices").glob("*.jsonl"))


def _same(text: object) -> str:
    return " ".join(str(text).lower().split())


def test_no_author_both_teaches_and_judges() -> None:
    assert len(TEACHING) >= 8 and len(JUDGING) >= 4
    assert not {file.stem for file in TEACHING} & {file.stem for file in JUDGING}


def test_no_message_that_judges_is_taught() -> None:
    learned = {_same(row["text"]) for file in TEACHING for row in read_rows(file)}
    judged = [str(row["text"]) for file in JUDGING for row in read_rows(file)]
    assert [text for text in judged if _same(text) in learned and len(text.split()) > SAID_BY_ALL] == []


@pytest.mark.parametrize("file", TEACHING + JUDGING, ids=lambda file: file.stem)
def test_every_row_is_of_a_known_kind(file: Path, council: Council, policy: Policy) -> None:
    small_talk = {*policy.acts, *policy.person_acts, *NOT_YET, "nobody", "body"}
    for row in read_rows(file):
        assert row["text"].strip()
        assert row.get("service", "contact-us") in council.slugs, row
        assert row.get("act", ACTS[0]) in ACTS, row
        assert row.get("crisis", "gas_or_co") in KINDS, row
        assert row.get("concern", "hunger") in CONCERNS, row
        assert row.get("other", "greet") in small_talk, row
        assert {"service", "crisis", "concern", "calm", "other", "beyond"} & set(row), row


def test_lessons_say_what_they_teach() -> None:
    rows = lessons()
    assert {each.author for each in rows} >= {file.stem for file in VOICES.glob("*.jsonl")}
    assert "glasgow" not in {each.author for each in lessons(leave_out="glasgow")}
    assert {each.alarm for each in rows} == {*KINDS, *CONCERNS, CALM, None}


def test_an_ordinary_sentence_beside_a_danger_leaves_it_a_danger() -> None:
    danger = Lesson("he has a knife", "a", alarm="life_threat")
    ordinary = Lesson(
        "When do you collect the brown bin here? I have lost the calendar.", "b", "missed-bin", CALM, "ask"
    )
    made = augmented([danger] * 40 + [ordinary], seed=1)
    spliced = [each for each in made if "knife" in each.text and "brown bin" in each.text.lower()]
    assert spliced and all(each.alarm == "life_threat" and each.subject is None for each in spliced)


def test_the_sentences_of_a_calm_message_are_calm() -> None:
    calm = Lesson("My bin was missed again. It has stood there for a week now.", "a", "missed-bin", CALM, "ask")
    parts = [each for each in augmented([calm], seed=2) if each.text == "My bin was missed again"]
    assert [each.alarm for each in parts] == [CALM]
