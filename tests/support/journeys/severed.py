"""A wire to PostgreSQL that a test can cut: at once, around a commit, or until it is mended."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from select import select
from urllib.parse import parse_qs, quote, urlsplit

COMMIT = b"COMMIT\x00"  # how the message ends that psycopg commits with
SOCKET = ".s.PGSQL.5432"


class Wire:
    """Listens where PostgreSQL would, and passes everything on to it until told otherwise.

    `lose_next` is "commit" to cut the line before the next COMMIT reaches PostgreSQL, "answer" to cut it once
    PostgreSQL has committed but before anybody hears of it. `lost` counts how often that happened.
    """

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        (behind,) = parse_qs(parts.query)["host"]
        self._behind, self._door = Path(behind) / SOCKET, folder / SOCKET
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path}?host={quote(str(folder), safe='')}"
        self.lose_next: str | None = None
        self.lost = 0
        self._lines: set[socket.socket] = set()
        self._listener: socket.socket | None = None

    def mend(self) -> None:
        """Lets everything through again."""
        self.lose_next = None
        if self._listener is None:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(self._door))
            self._listener.listen(64)
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Nothing gets through: open connections end, and new ones are refused."""
        listener, self._listener = self._listener, None
        if listener is not None:
            self._door.unlink()
            _hang_up(listener)
        for line in list(self._lines):
            _hang_up(line)

    def _accept(self, listener: socket.socket) -> None:
        with listener, suppress(OSError):
            while True:
                near, _ = listener.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        with near, socket.socket(socket.AF_UNIX) as far, suppress(OSError):
            far.connect(str(self._behind))
            self._lines |= {near, far}
            try:
                self._carry(near, far)
            finally:
                self._lines -= {near, far}

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Both ways, until somebody hangs up or something is to be lost."""
        while True:
            for line in select([near, far], [], [])[0]:
                data = line.recv(65_536)
                losing = self.lose_next if line is near and data.endswith(COMMIT) else None
                if not data or losing == "commit":
                    self._note(losing)
                    return
                (far if line is near else near).sendall(data)
                if losing == "answer":
                    far.recv(65_536)  # PostgreSQL says that it has committed
                    self._note(losing)
                    return

    def _note(self, losing: str | None) -> None:
        if losing:
            self.lose_next, self.lost = None, self.lost + 1


def _hang_up(line: socket.socket) -> None:
    """Wakes whoever reads or accepts; they close it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
