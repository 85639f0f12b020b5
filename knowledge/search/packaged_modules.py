"""MiniLM that has also learned the council's language: one lower half, and two upper halves side by side.

The lower layers and one upper half are the packaged weights. The other upper half was trained from them on messages to
a council (`make understanding`) and is kept in half precision beside this file. A text's vector is both halves'
vectors, each of length 1, one after the other: what was learned about councils, and what was known before about
English.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

SHARED = 3  # lower layers that both halves stand on
HIDDEN = -1e4  # added to the attention of what is only padding


class MeanOfTokens(torch.nn.Module):
    """Token ids and their mask, both (texts, tokens), to unit vectors (texts, width): the packaged model."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, ids: Any, mask: Any) -> Any:
        """See the class."""
        tokens = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        return unit(tokens, mask)


class CouncilHalves(torch.nn.Module):
    """Token ids and their mask, both (texts, tokens), to unit vectors (texts, 2 * width).

    `transformer` is the packaged model (a BERT of at least four layers); it is not changed.
    """

    def __init__(self, transformer: Any, layers: Path) -> None:
        super().__init__()
        self.embeddings: Any = transformer.embeddings
        self.lower = torch.nn.ModuleList(transformer.encoder.layer[:SHARED])
        self.packaged = torch.nn.ModuleList(transformer.encoder.layer[SHARED:])
        self.learned = copy.deepcopy(self.packaged)
        self.learned.load_state_dict(read_layers(layers))

    def forward(self, ids: Any, mask: Any) -> Any:
        """See the class."""
        hidden = (1.0 - mask[:, None, None, :].to(torch.float32)) * HIDDEN
        below = through(self.lower, self.embeddings(input_ids=ids), hidden)
        halves = [through(half, below, hidden) for half in (self.packaged, self.learned)]
        return torch.cat([unit(tokens, mask) for tokens in halves], dim=1) / 2**0.5


def through(layers: Any, tokens: Any, hidden: Any) -> Any:
    """Token vectors after some layers of a transformer."""
    for layer in layers:
        made = layer(tokens, hidden)
        tokens = made[0] if isinstance(made, tuple) else made
    return tokens


def read_layers(file: Path) -> dict[str, torch.Tensor]:
    """The learned weights by name, in single precision. Raises OSError if they are not there."""
    with np.load(file, allow_pickle=False) as kept:
        return {name: torch.from_numpy(kept[name].astype(np.float32)) for name in kept.files}


def write_layers(file: Path, weights: dict[str, torch.Tensor]) -> None:
    """Keeps learned weights in half precision."""
    np.savez(file, **{name: value.detach().numpy().astype(np.float16) for name, value in weights.items()})


def unit(tokens: Any, mask: Any) -> Any:
    """The mean of each text's token vectors, with length 1."""
    weights = mask.unsqueeze(-1).to(tokens.dtype)
    return functional.normalize((tokens * weights).sum(1) / weights.sum(1).clamp(min=1e-9), dim=1)
