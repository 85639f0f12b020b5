"""Which model is in use: `reeve train`, `models`, `promote` and `rollback`, and what `reeve serve` begins with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from api.assistant import Progress, trained_model
from api.settings import Settings
from bot.training.evaluate import Share
from bot.training.model_gate import Mark
from bot.training.model_store import ModelStore, NoSuchModel, StoredModel
from bot.training.train import source_digest
from bot.training.train import train as train_model

Told = tuple[str, bool]  # what to say, and whether it went well


def model_in_use(settings: Settings, say: Progress) -> Path:
    """The model to serve with. One made from the data that is here is trained and judged first, once."""
    told, good = train(settings, say)
    if not good:
        say(told)
    model_store = ModelStore(settings.models_dir)
    return model_store.file(model_store.current() or source_digest(settings.encoder_model))


def train(settings: Settings, say: Progress, force: bool = False, only: bool = False) -> Told:
    """Trains if need be, and promotes the model unless it is worse than the one in use."""
    model_store, digest = ModelStore(settings.models_dir), source_digest(settings.encoder_model)
    if force:
        train_model(settings.models_dir, settings.encoder_model)
    else:
        trained_model(settings, say)
    if only:
        return f"The model {digest} is ready.", True
    if model_store.current() == digest:
        return f"The model {digest} is in use.", True
    if model_store.record(digest).get("promoted") is False and not force:
        return refused(digest, model_store.record(digest).get("why", ())), False
    return judged(settings, model_store, digest, say)


def promote(settings: Settings, digest: str, say: Progress, force: bool = False) -> Told:
    """Puts a model in use, unless it was refused or is found worse; with `force`, in any case."""
    model_store = ModelStore(settings.models_dir)
    if not model_store.file(digest).exists() or model_store.current() == digest:
        return _by_hand(model_store, digest)
    record = model_store.record(digest)
    if force:
        return _by_hand(model_store, digest)
    if record.get("promoted") is False:
        return refused(digest, record.get("why", ())), False
    told, good = judged(settings, model_store, digest, say)
    return _by_hand(model_store, digest) if good else (told, good)


def rollback(settings: Settings) -> Told:
    """Puts the model that was in use before back in use."""
    model_store = ModelStore(settings.models_dir)
    left = model_store.current()
    try:
        digest = model_store.rollback()
    except NoSuchModel as missing:
        return str(missing), False
    if left is not None:
        model_store.note(left, promoted=False, why=[f"rolled back to {digest}"])
    return in_use(digest), True


def judged(settings: Settings, model_store: ModelStore, digest: str, say: Progress) -> Told:
    """Compares a model with the one in use, writes down what came of it, and promotes it unless it is worse."""
    current = model_store.current()
    if current is None:
        model_store.note(digest, promoted=True, why=["the first model"])
        model_store.promote(digest)
        return in_use(digest), True
    from api.measuring.model_marks import judge

    verdict, marks = judge(settings, model_store.file(current), model_store.file(digest), say)
    why = list(verdict.reasons) or [f"not worse than {current}"]
    told: dict[str, Any] = {"compared_with": current, "changes": verdict.changes, "figures": figures(marks)}
    model_store.note(digest, promoted=verdict.promote, why=why, **told)
    if verdict.promote:
        model_store.promote(digest)
    model_store.prune()
    return (in_use(digest), True) if verdict.promote else (refused(digest, why), False)


def figures(marks: Sequence[Mark]) -> dict[str, Any]:
    """The share of right rows of each golden set, with its interval."""
    by_set = groupby(sorted(marks, key=lambda mark: mark.of), key=lambda mark: mark.of)
    return {name: Share.of(mark.right for mark in group).as_dict() for name, group in by_set}


def listed(settings: Settings) -> str:
    """The models, newest first, a line each and a line for each reason."""
    model_store = ModelStore(settings.models_dir)
    current = model_store.current()
    models = model_store.models()
    lines = [line for model in models for line in _lines(model, model.digest == current)]
    return "\n".join(lines) or "No model is trained yet. `reeve train` trains one."


def _lines(model: StoredModel, used: bool) -> list[str]:
    record = model.record
    state = "in use" if used else {True: "promoted earlier", False: "not promoted", None: "new"}[record.get("promoted")]
    right = record.get("figures", {}).get("enquiries")
    share = f"  right first time {right['share']:.3f} ({right['low']:.3f} to {right['high']:.3f})" if right else ""
    head = f"{model.digest}  {record.get('made', 'not judged yet'):25}  {state}{share}"
    return [head, *(f"  {reason}" for reason in record.get("why", ()))]


def _by_hand(model_store: ModelStore, digest: str) -> Told:
    """Puts in use what a person chose. The one before stays out of use until a person chooses it again."""
    before = model_store.current()
    try:
        model_store.promote(digest)
    except NoSuchModel as missing:
        return str(missing), False
    if before is not None and before != digest:
        model_store.note(before, promoted=False, why=[f"{digest} was promoted by hand in its place"])
    model_store.note(digest, promoted=True, why=["promoted by hand"])
    return in_use(digest), True


def in_use(digest: str) -> str:
    """What is said when a model is in use."""
    return f"The model {digest} is in use. A running server changes to it within seconds."


def refused(digest: str, why: Sequence[str]) -> str:
    """What is said when it is not."""
    reasons = "".join(f"\n  {reason}" for reason in why)
    return f"The model {digest} is not in use:{reasons}\n`reeve promote {digest} --force` puts it in use all the same."
