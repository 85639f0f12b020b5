"""The one encoder of this process: Rasa builds its components itself, so they fetch it here; so does the wiring."""

from __future__ import annotations

from functools import lru_cache

from knowledge.encoder import Encoder


@lru_cache(maxsize=4)
def shared_encoder(model: str) -> Encoder:
    """The warm encoder for `model`, loaded once a process."""
    encoder = Encoder(model)
    encoder.warm_up()
    return encoder
