"""Forbids the network to the process that runs this file, then answers, redacts and builds an index.

Usage: offline.py DATA_DIR, or offline.py --try to see that an attempt is noticed. Prints every attempt to
reach a network, also one whose error somebody caught; exits with 1 if there was any.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WATCHED = {
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}
HOME = {"localhost", "::1", "", None}
attempts: list[str] = []


class Forbidden(OSError):
    """There is no network here."""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: Python calls it before anything is done, and nobody can take it away again."""
    if event not in WATCHED:
        return
    target = arguments[1] if isinstance(arguments[0], socket.SocketType) else arguments[0]
    if isinstance(arguments[0], socket.SocketType) and arguments[0].family == socket.AF_UNIX:
        return
    host = target[0] if isinstance(target, tuple) and target else target
    host = host.decode() if isinstance(host, bytes) else host
    if host in HOME or str(host).startswith("127."):
        return
    attempts.append(f"{event} {target}")
    raise Forbidden(f"the network is forbidden: {event}")


def be_caught() -> None:
    """Tries what telemetry and downloads do, and swallows the error as they would."""
    import urllib.request

    for attempt in (
        lambda: urllib.request.urlopen("http://telemetry.example/"),
        lambda: socket.create_connection(("192.0.2.1", 443), timeout=1),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 8125)),
    ):
        try:
            attempt()
        except OSError:
            continue


def work(data_dir: Path) -> None:
    """A whole mind, a turn, a redaction, an index."""
    from api.kernel.logs import configure

    configure("error")
    from api.assistant import make_assistant
    from api.settings import Settings
    from bot.turn import Enquiry
    from knowledge.search.index import build_index

    assistant = make_assistant(Settings(_env_file=None, data_dir=data_dir))
    turn = asyncio.run(
        assistant.reception.receive(Enquiry("my bin was not emptied, mail me: pat.quennell@example.org"))
    )
    assert turn.outcome == "answered", turn.outcome
    assert "<EMAIL_ADDRESS_1>" in turn.text
    with TemporaryDirectory() as folder:
        index = build_index(assistant.council.pack.pages[:3], assistant.encoder, Path(folder))
        assert len(index.pages) == 3
    assistant.engine.close()


def main() -> None:
    """See the top of the file."""
    sys.addaudithook(watch)
    if sys.argv[1] == "--try":
        be_caught()
    else:
        work(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{attempt}\n" for attempt in attempts) or "no attempt\n")
    sys.stdout.flush()
    os._exit(1 if attempts else 0)


main()
