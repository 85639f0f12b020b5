"""The shelf of models: what is in use, what was before, and what is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.training.model_store import KEPT, ModelStore, NoSuchModel

A, B, C = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture
def model_store(tmp_path: Path) -> ModelStore:
    made = ModelStore(tmp_path)
    for age, digest in enumerate((C, B, A)):
        add(made, digest, age)
    return made


def add(model_store: ModelStore, digest: str, age: int) -> None:
    model_store.file(digest).write_bytes(b"model")
    os.utime(model_store.file(digest), (1_000_000 - age, 1_000_000 - age))


def test_nothing_is_in_use_at_first(model_store: ModelStore) -> None:
    assert model_store.current() is None
    assert [model.digest for model in model_store.models()] == [C, B, A]


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path: Path) -> None:
    assert ModelStore(tmp_path / "none").current() is None
    assert ModelStore(tmp_path / "none").models() == []


def test_the_promoted_model_is_in_use_and_rollback_goes_back_step_by_step(model_store: ModelStore) -> None:
    for digest in (A, B, C):
        model_store.promote(digest)
    assert model_store.current() == C
    assert [model_store.rollback(), model_store.rollback()] == [B, A]
    with pytest.raises(NoSuchModel, match="No earlier model"):
        model_store.rollback()
    assert model_store.current() == A


def test_rollback_skips_a_model_whose_file_is_gone(model_store: ModelStore) -> None:
    for digest in (A, B, C):
        model_store.promote(digest)
    model_store.file(B).unlink()
    assert model_store.rollback() == A


@pytest.mark.parametrize("digest", ["d" * 16, "../../etc/passwd", ""])
def test_a_model_that_is_not_there_is_not_promoted(model_store: ModelStore, digest: str) -> None:
    with pytest.raises(NoSuchModel, match="reeve models"):
        model_store.promote(digest)
    assert model_store.current() is None


def test_a_record_grows_and_keeps_when_the_model_was_made(model_store: ModelStore) -> None:
    model_store.note(A, promoted=False, why=["worse"])
    model_store.note(A, promoted=True)
    assert model_store.record(A) == {
        "digest": A,
        "made": "1970-01-12T13:46:38+00:00",
        "promoted": True,
        "why": ["worse"],
    }
    assert model_store.record(B) == {}


def test_old_models_go_and_the_ones_in_use_stay(model_store: ModelStore) -> None:
    model_store.promote(A)
    model_store.note(B, promoted=False)
    for age in range(KEPT):
        add(model_store, f"{age:016x}", -1 - age)
    assert sorted(model_store.prune()) == sorted([B, C, f"{0:016x}"])
    assert model_store.file(A).exists()
    assert len(model_store.models()) == KEPT
    assert not (model_store.folder / f"{B}.json").exists()


def test_no_scratch_file_is_left(model_store: ModelStore) -> None:
    model_store.promote(A)
    model_store.note(A, promoted=True)
    assert sorted(file.name for file in model_store.folder.iterdir() if not file.name.endswith(".gz")) == [
        f"{A}.json",
        "current",
    ]
