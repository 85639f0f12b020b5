"""A running server follows the pointer, and a model that does not load changes nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.dialogue.model_follower import ModelFollower
from bot.training.model_store import ModelStore

A, B = "a" * 16, "b" * 16


class Answers:
    """Remembers which model it changed to; a broken one does not change."""

    broken = False

    def __init__(self, model: Path) -> None:
        self.model, self.tries = model, 0

    def change_to(self, model: Path) -> None:
        self.tries += 1
        if self.broken:
            raise ValueError("not a model")
        self.model = model


@pytest.fixture
def model_store(tmp_path: Path) -> ModelStore:
    made = ModelStore(tmp_path)
    for digest in (A, B):
        made.file(digest).write_bytes(b"model")
    made.promote(A)
    return made


async def test_it_changes_when_the_pointer_moves_and_only_then(model_store: ModelStore) -> None:
    answers = Answers(model_store.file(A))
    follower = ModelFollower(answers, model_store)
    await follower.look()
    assert answers.tries == 0
    model_store.promote(B)
    await follower.look()
    await follower.look()
    assert (answers.model, answers.tries) == (model_store.file(B), 1)


async def test_a_model_that_does_not_load_is_tried_once_and_a_rollback_still_works(model_store: ModelStore) -> None:
    answers = Answers(model_store.file(A))
    follower = ModelFollower(answers, model_store)
    answers.broken = True
    model_store.promote(B)
    await follower.look()
    await follower.look()
    assert (answers.model, answers.tries) == (model_store.file(A), 1)
    answers.broken = False
    model_store.rollback()
    await follower.look()
    assert answers.model == model_store.file(A)


async def test_it_looks_by_itself_until_it_is_stopped(model_store: ModelStore) -> None:
    answers = Answers(model_store.file(A))
    follower = ModelFollower(answers, model_store, every=0.01)
    follower.start()
    model_store.promote(B)
    for _ in range(200):
        await asyncio.sleep(0.01)
        if answers.model == model_store.file(B):
            break
    await follower.stop()
    assert answers.model == model_store.file(B)
    model_store.promote(A)
    await asyncio.sleep(0.05)
    assert answers.model == model_store.file(B)
