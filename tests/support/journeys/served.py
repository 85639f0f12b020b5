"""The application served with settings of a test's own, around the mind that all tests share."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from api.app import create_app
from api.assistant import Assistant
from api.parts import Parts
from api.settings import Settings
from api.wiring import make_parts


@contextmanager
def served(settings: Settings, assistant: Assistant, **changes: Any) -> Iterator[Parts]:
    """The parts of a site that listens at their `settings.public_url`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = settings.model_copy(update={"port": port, "public_url": f"http://127.0.0.1:{port}", **changes})
    parts = make_parts(own, assistant, str(own.database_url))
    config = uvicorn.Config(
        create_app(parts), port=port, ws="none", log_config=None, proxy_headers=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield parts
    server.should_exit = True
    thread.join(timeout=10)
