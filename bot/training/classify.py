"""The pipeline of config.yml alone, on any labelled examples: how good is the understanding itself?"""

from __future__ import annotations

import asyncio
import math
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.policy import Policy, load_policy
from bot.training.train import configured, run_rasa
from bot.understanding.decide import utility
from bot.understanding.model_words import as_words
from bot.understanding.scores import FAR, Scores, Understanding, understanding

EVEN = 0.5


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
        ranked = sorted(self._utilities(seen).items(), key=lambda pair: -pair[1])
        scores = [(self._names[name], self._confidence(value)) for name, value in ranked]
        intent, confidence = scores[0]
        return Classified(intent, confidence, confidence >= EVEN, tuple(scores))

    def _utilities(self, seen: Understanding) -> dict[str, float]:
        """What decide() makes of each intent, without a search."""
        names = {*seen.intents, *seen.spelling, *seen.nearest}
        scores = {
            name: Scores(
                intent=seen.intents.get(name, 0.0),
                spelling=seen.spelling.get(name, 0.0),
                nearest=seen.nearest.get(name, FAR),
                closest=seen.closest.get(name, FAR),
                dense=0.0,
                lexical=0.0,
                named=0.0,
            )
            for name in names
        }
        return {name: utility(each, self._policy) for name, each in scores.items()}

    def _confidence(self, value: float) -> float:
        """A utility on a scale from 0 to 1: a half at the threshold of what counts as taught."""
        return round(1 / (1 + math.exp(self._policy.thresholds.taught - value)), 4)

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


def _unmarked(text: str) -> str:
    """Without the brackets that Rasa reads as entities."""
    return text.translate(str.maketrans("[]{}", "()()"))
