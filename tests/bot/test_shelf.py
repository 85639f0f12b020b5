"""The shelf of models: what is in use, what was before, and what is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.shelf import KEPT, NoSuchModel, Shelf

A, B, C = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    for age, digest in enumerate((C, B, A)):
        add(made, digest, age)
    return made


def add(shelf: Shelf, digest: str, age: int) -> None:
    shelf.file(digest).write_bytes(b"model")
    os.utime(shelf.file(digest), (1_000_000 - age, 1_000_000 - age))


def test_nothing_is_in_use_at_first(shelf: Shelf) -> None:
    assert shelf.current() is None
    assert [model.digest for model in shelf.models()] == [C, B, A]


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "none").current() is None
    assert Shelf(tmp_path / "none").models() == []


def test_the_promoted_model_is_in_use_and_rollback_goes_back_step_by_step(shelf: Shelf) -> None:
    for digest in (A, B, C):
        shelf.promote(digest)
    assert shelf.current() == C
    assert [shelf.rollback(), shelf.rollback()] == [B, A]
    with pytest.raises(NoSuchModel, match="No earlier model"):
        shelf.rollback()
    assert shelf.current() == A


def test_rollback_skips_a_model_whose_file_is_gone(shelf: Shelf) -> None:
    for digest in (A, B, C):
        shelf.promote(digest)
    shelf.file(B).unlink()
    assert shelf.rollback() == A


@pytest.mark.parametrize("digest", ["d" * 16, "../../etc/passwd", ""])
def test_a_model_that_is_not_there_is_not_promoted(shelf: Shelf, digest: str) -> None:
    with pytest.raises(NoSuchModel, match="reeve models"):
        shelf.promote(digest)
    assert shelf.current() is None


def test_a_record_grows_and_keeps_when_the_model_was_made(shelf: Shelf) -> None:
    shelf.note(A, promoted=False, why=["worse"])
    shelf.note(A, promoted=True)
    assert shelf.record(A) == {
        "digest": A,
        "made": "1970-01-12T13:46:38+00:00",
        "promoted": True,
        "why": ["worse"],
    }
    assert shelf.record(B) == {}


def test_old_models_go_and_the_ones_in_use_stay(shelf: Shelf) -> None:
    shelf.promote(A)
    shelf.note(B, promoted=False)
    for age in range(KEPT):
        add(shelf, f"{age:016x}", -1 - age)
    assert sorted(shelf.prune()) == sorted([B, C, f"{0:016x}"])
    assert shelf.file(A).exists()
    assert len(shelf.models()) == KEPT
    assert not (shelf.folder / f"{B}.json").exists()


def test_no_scratch_file_is_left(shelf: Shelf) -> None:
    shelf.promote(A)
    shelf.note(A, promoted=True)
    assert sorted(file.name for file in shelf.folder.iterdir() if not file.name.endswith(".gz")) == [
        f"{A}.json",
        "current",
    ]
