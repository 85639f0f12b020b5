"""A running server follows the pointer, and a model that does not load changes nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api.following import ModelFollower
from bot.shelf import Shelf

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
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for digest in (A, B):
        made.file(digest).write_bytes(b"model")
    made.promote(A)
    return made


async def test_it_changes_when_the_pointer_moves_and_only_then(shelf: Shelf) -> None:
    answers = Answers(shelf.file(A))
    follower = ModelFollower(answers, shelf)
    await follower.look()
    assert answers.tries == 0
    shelf.promote(B)
    await follower.look()
    await follower.look()
    assert (answers.model, answers.tries) == (shelf.file(B), 1)


async def test_a_model_that_does_not_load_is_tried_once_and_a_rollback_still_works(shelf: Shelf) -> None:
    answers = Answers(shelf.file(A))
    follower = ModelFollower(answers, shelf)
    answers.broken = True
    shelf.promote(B)
    await follower.look()
    await follower.look()
    assert (answers.model, answers.tries) == (shelf.file(A), 1)
    answers.broken = False
    shelf.rollback()
    await follower.look()
    assert answers.model == shelf.file(A)


async def test_it_looks_by_itself_until_it_is_stopped(shelf: Shelf) -> None:
    answers = Answers(shelf.file(A))
    follower = ModelFollower(answers, shelf, every=0.01)
    follower.start()
    shelf.promote(B)
    for _ in range(200):
        await asyncio.sleep(0.01)
        if answers.model == shelf.file(B):
            break
    await follower.stop()
    assert answers.model == shelf.file(B)
    shelf.promote(A)
    await asyncio.sleep(0.05)
    assert answers.model == shelf.file(B)
