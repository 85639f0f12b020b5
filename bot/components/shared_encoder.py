"""The one encoder of this process: Rasa builds its components itself, so they fetch it here; so does the wiring."""

from __future__ import annotations

import threading
from pathlib import Path

from knowledge.search.encoder import Encoder

_ENCODERS: dict[str, Encoder] = {}
_LOCK = threading.Lock()


def shared_encoder(model: str, threads: int | None = None, graphs: Path | None = None) -> Encoder:
    """The warm encoder for `model`, loaded once a process. The first to ask sets its threads and folder of graphs."""
    with _LOCK:
        if model not in _ENCODERS:
            encoder = Encoder(model, threads=threads, graphs=graphs)
            encoder.warm_up()
            _ENCODERS[model] = encoder
        return _ENCODERS[model]
