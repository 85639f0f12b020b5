"""The pipeline of config.yml alone, on any labelled examples: how good is the understanding itself?"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.policy import Policy, load_policy
from bot.train import configured, run_rasa
from bot.witnesses import Understanding, understanding
from bot.words import as_words


@dataclass(frozen=True, slots=True)
class Classified:
    """One text with its intent. `accepted` is whether anything like it was ever taught."""

    intent: str
    confidence: float
    accepted: bool
    ranking: tuple[tuple[str, float], ...]


class Classifier:
    """Trained on rows of `{"text", "intent"}`, then asked text by text."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], encoder_model: str, policy: Policy | None = None) -> None:
        from rasa.core.agent import Agent

        self._policy = policy or load_policy()
        self._names: dict[str, str] = {}
        with tempfile.TemporaryDirectory(prefix="reeve-classify-") as scratch:
            folder = Path(scratch)
            (folder / "nlu.yml").write_text(self._as_training_data(rows), encoding="utf-8")
            model = run_rasa(configured(encoder_model), None, [folder / "nlu.yml"], folder)
            self._agent = Agent.load(str(model))

    def classify(self, text: str) -> Classified:
        """The intent of one text. Runs its own event loop: not for use inside one."""
        seen = understanding(asyncio.run(self._agent.parse_message(as_words(text))))
        sure = certainty(seen)
        ranking = sorted(sure.items(), key=lambda pair: -pair[1])
        intent, confidence = ranking[0]
        near = max(seen.closest.values(), default=0.0)
        named = tuple((self._names[name], round(score, 4)) for name, score in ranking)
        return Classified(self._names[intent], confidence, near >= self._policy.thresholds.known, named)

    def _as_training_data(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """The rows in Rasa's format, under plain intent names: Rasa reads meaning into signs such as `/`."""
        examples: dict[str, list[str]] = {}
        for row in rows:
            examples.setdefault(str(row["intent"]), []).append(" ".join(as_words(str(row["text"])).split()))
        self._names = {f"intent_{number}": intent for number, intent in enumerate(examples)}
        short = {intent: name for name, intent in self._names.items()}
        nlu = [
            {"intent": short[intent], "examples": "".join(f"- {_unmarked(text)}\n" for text in texts)}
            for intent, texts in examples.items()
        ]
        return yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True, width=10_000)


def certainty(seen: Understanding) -> dict[str, float]:
    """How sure the pipeline is of each intent it names, 0 to 1: both classifiers, the nearest examples."""
    names = {*seen.intents, *seen.spelling, *seen.nearest}
    return {
        name: 0.25 * seen.intents.get(name, 0.0)
        + 0.25 * seen.spelling.get(name, 0.0)
        + 0.5 * max(seen.closest.get(name, 0.0), 0.0)
        for name in names
    }


def _unmarked(text: str) -> str:
    """Without the brackets that Rasa reads as entities."""
    return text.translate(str.maketrans("[]{}", "()()"))
