"""Trains the second upper half of the encoder (`knowledge.search.packaged_modules.CouncilHalves`) on lessons.

Three questions are asked of a text's vector at once, each by a linear layer that is thrown away afterwards: what it is
about, whether somebody is in danger, and what is wanted. Beside them a supervised contrastive loss (Khosla et al.,
2020) draws enquiries about one service together. The lower layers stay as they are, so their output is computed once.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from bot.training.understanding.voices import BEYOND, Lesson
from knowledge.search.packaged_modules import HIDDEN, SHARED, through

SEED, EPOCHS, BATCH, LONGEST = 1, 3, 48, 96  # LONGEST in tokens
RATE, HEAD_RATE, WARM, LAST = 1e-4, 2e-3, 0.06, 0.02  # learning rates; a share of the steps, and of the rate
BALANCE = {"subject": 0.0, "alarm": 0.5, "act": 0.5}  # how much more a rare answer weighs
SMOOTHED = {"subject": 0.05, "alarm": 0.02, "act": 0.0}
COUNTS = {"subject": 1.0, "alarm": 1.5, "act": 0.5}  # share of each question in the loss
CONTRAST, TEMPERATURE = 0.5, 0.07
NOTHING = -100  # the answer of a lesson that teaches nothing of a question; torch leaves it out
SORTED = 16  # batches whose rows are sorted by length together: padding costs as much as text does

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Question:
    """The answers that lessons give to one question, as numbers (rows,), and how much each of the answers weighs."""

    given: torch.Tensor
    weights: torch.Tensor

    @classmethod
    def of(cls, lessons: Sequence[Lesson], name: str) -> Question:
        """What the lessons say of their field `name`."""
        answers = sorted({getattr(each, name) for each in lessons} - {None})
        places = {answer: place for place, answer in enumerate(answers)}
        given = torch.tensor([places.get(getattr(each, name), NOTHING) for each in lessons])
        counts = torch.bincount(given[given >= 0], minlength=len(answers)).float()
        weights = (counts.sum() / counts / len(answers)).pow(BALANCE[name]).clamp(0.3, 3.0)
        return cls(given, weights)


class UpperHalf:
    """The half in training. `model` is the packaged sentence-transformers model, whose weights are not changed."""

    def __init__(self, model: Any, lessons: Sequence[Lesson]) -> None:
        torch.manual_seed(SEED)
        transformer = model[0].auto_model
        self.layers = copy.deepcopy(torch.nn.ModuleList(transformer.encoder.layer[SHARED:]))
        self._questions = {name: Question.of(lessons, name) for name in COUNTS}
        self._heads = torch.nn.ModuleDict(
            {
                name: torch.nn.Linear(transformer.config.hidden_size, len(each.weights))
                for name, each in self._questions.items()
            }
        )
        self._topics = _topics(lessons, self._questions["subject"])
        self._below = _below(model, [each.text for each in lessons])
        self._chance = np.random.default_rng(SEED)

    def train(self, say: Say, kept: Path, epochs: int = EPOCHS) -> None:
        """All epochs, with AdamW; the rate rises for a moment and then falls along a line.

        After each epoch everything is written to `kept`, from where a training that was broken off goes on.
        """
        rates = [(self.layers.parameters(), RATE), (self._heads.parameters(), HEAD_RATE)]
        optimiser = torch.optim.AdamW([{"params": list(some), "lr": rate} for some, rate in rates], weight_decay=0.01)
        steps = epochs * math.ceil(len(self._below) / BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (WARM * steps)) * max(LAST, 1 - step / steps)
        )
        parts: dict[str, Any] = {
            "layers": self.layers,
            "heads": self._heads,
            "optimiser": optimiser,
            "schedule": schedule,
        }
        begun = _resume(parts, kept)
        self.layers.train()
        for epoch in range(begun, epochs):
            self._chance = np.random.default_rng((SEED, epoch))
            losses = [self._step(rows, optimiser, schedule) for rows in self._batches()]
            say(f"Epoch {epoch + 1} of {epochs}: mean loss {sum(losses) / len(losses):.3f}")
            torch.save({**{name: part.state_dict() for name, part in parts.items()}, "epochs": epoch + 1}, kept)
        self.layers.eval()

    def _step(self, rows: list[int], optimiser: torch.optim.Optimizer, schedule: Any) -> float:
        tokens, mask = _padded([self._below[row] for row in rows])
        means = _mean(through(self.layers, tokens, (1.0 - mask[:, None, None, :]) * HIDDEN), mask)
        dropped = functional.dropout(means, 0.1)
        loss = CONTRAST * contrast(means, self._topics[rows])
        for name, each in self._questions.items():
            given = each.given[rows]
            if bool((given >= 0).any()):
                scores = self._heads[name](dropped)
                asked = functional.cross_entropy(scores, given, each.weights, label_smoothing=SMOOTHED[name])
                loss = loss + COUNTS[name] * asked
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.layers.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        return float(loss.detach())

    def _batches(self) -> Iterator[list[int]]:
        order = self._chance.permutation(len(self._below)).tolist()
        batches: list[list[int]] = []
        for start in range(0, len(order), BATCH * SORTED):
            some = sorted(order[start : start + BATCH * SORTED], key=lambda row: len(self._below[row]))
            batches += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
        yield from (batches[place] for place in self._chance.permutation(len(batches)))


def contrast(vectors: torch.Tensor, topics: torch.Tensor) -> torch.Tensor:
    """How far apart texts on one topic are, against all other texts on topics; `NOTHING` is no topic."""
    units = functional.normalize(vectors, dim=1)
    itself = torch.eye(len(units), dtype=torch.bool)
    open_rows = (units @ units.T / TEMPERATURE).masked_fill(itself | (topics < 0)[None, :], HIDDEN)
    same = (topics[:, None] == topics[None, :]) & ~itself & (topics >= 0)[:, None]
    found = same.any(1)
    if not bool(found.any()):
        return vectors.sum() * 0.0
    likelihood = open_rows - torch.logsumexp(open_rows, 1, keepdim=True)
    return -((likelihood * same).sum(1)[found] / same.sum(1)[found]).mean()


def _resume(parts: Mapping[str, Any], kept: Path) -> int:
    """Puts the parts back as they were kept, and how many epochs that was; 0 when nothing was kept."""
    if not kept.exists():
        return 0
    stored = torch.load(kept, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(stored[name])
    return int(stored["epochs"])


def _topics(lessons: Sequence[Lesson], subjects: Question) -> torch.Tensor:
    """The services that lessons are about, as numbers (rows,)."""
    about = torch.tensor([each.act is not None and each.subject != BEYOND for each in lessons])
    return torch.where(about, subjects.given, NOTHING)


@torch.inference_mode()
def _below(model: Any, texts: Sequence[str]) -> list[torch.Tensor]:
    """What the lower layers make of each text: (tokens, width) in half precision."""
    transformer, order = model[0].auto_model, sorted(range(len(texts)), key=lambda row: len(texts[row]))
    made: dict[int, torch.Tensor] = {}
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        features = model.tokenizer(
            [texts[row] for row in rows], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        mask = features["attention_mask"]
        hidden = (1.0 - mask[:, None, None, :].float()) * HIDDEN
        tokens = through(
            transformer.encoder.layer[:SHARED], transformer.embeddings(input_ids=features["input_ids"]), hidden
        )
        for at, row in enumerate(rows):
            made[row] = tokens[at, : int(mask[at].sum())].half().clone()
    return [made[row] for row in range(len(texts))]


def _padded(texts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token vectors of several texts, (texts, tokens, width), and which of them are real, (texts, tokens)."""
    tokens = torch.nn.utils.rnn.pad_sequence([text.float() for text in texts], batch_first=True)
    lengths = torch.tensor([len(text) for text in texts])
    return tokens, (torch.arange(tokens.shape[1])[None, :] < lengths[:, None]).float()


def _mean(tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean of each text's tokens: (texts, width)."""
    return (tokens * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
