"""An application of its own, served on a free port with a database of its own, to be measured from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.settings import Settings

START_SECONDS = 300  # seconds for the application to be ready


@dataclass(frozen=True)
class Served:
    """A running application: where it is, its folder and its process."""

    base: str
    folder: Path
    pid: int


@contextmanager
def served_application(settings: Settings) -> Iterator[Served]:
    """The application, ready; it shares with the settings what is named by digest, and ends with the block."""
    with tempfile.TemporaryDirectory(prefix="reeve-bench-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        scratch = Path(folder)
        for name in ("models", "index", "vectors", "graphs"):
            (settings.data_dir / name).mkdir(parents=True, exist_ok=True)
            (scratch / name).symlink_to(settings.data_dir / name)
        process = _serve(scratch, port)
        try:
            base = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=base, timeout=30) as client:
                _wait_until_ready(client)
            yield Served(base, scratch, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _serve(scratch: Path, port: int) -> subprocess.Popen[bytes]:
    mine = {
        "REEVE_DATA_DIR": str(scratch),
        "REEVE_PORT": str(port),
        "REEVE_DEMO": "false",
        "DATABASE_URL": "",
        "REEVE_LIMIT_CONVERSATIONS": "0",
        "REEVE_LIMIT_MESSAGES": "0",
        "REEVE_UNDO_SEND_SECONDS": "0",  # a reply that waits to be taken back would be measured as slow
    }
    command = [sys.executable, "-m", "api", "serve"]
    return subprocess.Popen(command, env={**os.environ, **mine}, stderr=subprocess.DEVNULL)  # noqa: S603


def _wait_until_ready(client: httpx.Client) -> None:
    for _ in range(START_SECONDS * 5):
        try:
            if client.get("/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("The application was not ready in time.")
