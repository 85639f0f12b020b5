"""What the commands about models say and do, on a shelf of models that nobody loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.commands.model_commands import listed, promote, rollback, train
from api.settings import Settings
from bot.training.model_store import ModelStore
from bot.training.train import source_digest
from knowledge.search.encoder import EMBEDDED

A, B = "a" * 16, "b" * 16


@pytest.fixture
def configured(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.fixture
def model_store(configured: Settings) -> ModelStore:
    configured.models_dir.mkdir()
    made = ModelStore(configured.models_dir)
    for digest in (A, B, source_digest(EMBEDDED)):
        made.file(digest).write_bytes(b"model")
    return made


def say(line: str) -> None:
    """Nobody listens."""


def test_the_first_model_is_promoted_without_comparison(configured: Settings, model_store: ModelStore) -> None:
    told, good = train(configured, say)
    assert good
    assert "is in use" in told
    assert model_store.current() == source_digest(EMBEDDED)
    assert model_store.record(source_digest(EMBEDDED))["why"] == ["the first model"]


def test_training_only_puts_nothing_in_use(configured: Settings, model_store: ModelStore) -> None:
    assert train(configured, say, only=True)[1]
    assert model_store.current() is None


def test_a_refused_model_is_not_judged_again_and_says_why(configured: Settings, model_store: ModelStore) -> None:
    model_store.promote(A)
    model_store.note(source_digest(EMBEDDED), promoted=False, why=["enquiries: 20 rows lost, 3 won (missed-bin -9)"])
    told, good = train(configured, say)
    assert not good
    assert "missed-bin -9" in told
    assert model_store.current() == A


def test_a_refused_model_needs_force(configured: Settings, model_store: ModelStore) -> None:
    model_store.promote(A)
    model_store.note(B, promoted=False, why=["worse"])
    told, good = promote(configured, B, say)
    assert not good
    assert f"reeve promote {B} --force" in told
    assert promote(configured, B, say, force=True)[1]
    assert model_store.current() == B
    assert model_store.record(A)["promoted"] is False  # a restart must not put it back


def test_a_model_that_was_rolled_back_stays_away(configured: Settings, model_store: ModelStore) -> None:
    train(configured, say)
    promote(configured, A, say, force=True)
    told, good = rollback(configured)
    assert good
    assert source_digest(EMBEDDED) in told
    assert model_store.record(A)["why"] == [f"rolled back to {source_digest(EMBEDDED)}"]
    assert rollback(configured) == ("No earlier model is on the shelf. `reeve models` lists what there is.", False)


def test_a_model_that_is_not_there_is_told(configured: Settings, model_store: ModelStore) -> None:
    assert promote(configured, "f" * 16, say) == (
        f"There is no model {'f' * 16}. `reeve models` lists what there is.",
        False,
    )


def test_the_list_tells_which_is_in_use_and_why_another_is_not(configured: Settings, model_store: ModelStore) -> None:
    train(configured, say)
    model_store.note(B, promoted=False, why=["enquiries: 20 rows lost, 3 won"])
    lines = listed(configured).splitlines()
    assert sum("in use" in line for line in lines) == 1
    assert "  enquiries: 20 rows lost, 3 won" in lines


def test_an_empty_shelf_says_what_to_do(configured: Settings) -> None:
    assert "reeve train" in listed(configured)
