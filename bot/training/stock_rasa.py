"""Stock Rasa beside Reeve: its default pipeline, trained on the same examples and served in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.training.train import DATA, run_rasa

FALLBACK = "nlu_fallback"
START_SECONDS = 300  # seconds for the server to load its model
STOCK: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "en",
    "assistant_id": "stock",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [],
}


@dataclass(frozen=True, slots=True)
class Training:
    """What training cost: by the clock, on the processor, and at its largest in memory."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the peer made of one message, and how long the caller waited."""

    intents: tuple[str, ...]
    caught: bool
    milliseconds: float


def train_stock(folder: Path) -> tuple[Path, Training]:
    """The stock model in `folder`; trained once, since it takes from twenty minutes to two hours."""
    model, told = folder / "stock.tar.gz", folder / "training.json"
    if not (model.exists() and told.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "bot.training.stock_rasa", str(folder)], check=True)  # noqa: S603
    cost = json.loads(told.read_text(encoding="utf-8"))
    return model, Training(cost["seconds"], cost["cpu_seconds"], cost["peak_mb"])


def train_here(folder: Path) -> None:
    """Trains in this process, whose time and memory are then the training's own."""
    began, scratch = time.monotonic(), folder / "scratch"
    scratch.mkdir(exist_ok=True)
    run_rasa(STOCK, None, [DATA / "nlu"], scratch).replace(folder / "stock.tar.gz")
    cost = Training(
        round(time.monotonic() - began, 1),
        round(time.process_time(), 1),
        round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    )
    (folder / "training.json").write_text(json.dumps(asdict(cost)) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Peer:
    """A stock Rasa that is served over HTTP, to compare with."""

    client: httpx.Client
    pid: int
    ready_seconds: float

    def parse(self, text: str) -> Parsed:
        """Parses one message over HTTP."""
        began = time.perf_counter()
        seen = self.client.post("/model/parse", json={"text": text}).raise_for_status().json()
        spent = (time.perf_counter() - began) * 1000
        return Parsed(*ranked(seen), spent)


def ranked(seen: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
    """The intents of an answer, best first and without the fallback; and whether the fallback was chosen."""
    names = [each["name"] for each in seen.get("intent_ranking", [])]
    return tuple(name for name in names if name != FALLBACK), seen["intent"]["name"] == FALLBACK


@contextmanager
def served(model: Path) -> Iterator[Peer]:
    """The model behind `rasa run --enable-api`."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "rasa",
        "run",
        "--enable-api",
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
        "-m",
        str(model),
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    began = time.monotonic()
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    process = subprocess.Popen(command, cwd=model.parent, env=environment, **quiet)  # type: ignore[call-overload] # noqa: S603
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait(client, process)
            yield Peer(client, process.pid, round(time.monotonic() - began, 1))
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 2):
        if process.poll() is not None:
            raise RuntimeError("`rasa run` ended before it was ready")
        try:
            if client.get("/status").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise RuntimeError("`rasa run` was not ready in time")


if __name__ == "__main__":
    train_here(Path(sys.argv[1]))
