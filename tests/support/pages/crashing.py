"""A process that is killed in the middle of publishing. Arguments: database, index folder, moment, version."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from api.pages.editing.repository import ReleaseRepository
from knowledge.search import index_generations as generations
from tests.support.pages.newsroom import BLAKE, Newsroom


def die(*_: Any, **__: Any) -> None:
    """As a power cut does it: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def arrange(moment: str) -> None:
    """Death comes instead of the named step."""
    if moment == "before the release is committed":
        ReleaseRepository.add = die  # type: ignore[assignment,method-assign]
    elif moment == "while index files are written":
        written, write = [], generations.write_to_disk

        def once(file: Path, content: bytes) -> None:
            if written:
                die()
            written.append(file)
            write(file, content)

        generations.write_to_disk = once
    elif moment == "before the index is switched":
        generations.Generations.switch_to = die  # type: ignore[assignment,method-assign]


async def publish(url: str, folder: Path, moment: str, number: int) -> None:
    newsroom = Newsroom(url, folder)
    await newsroom.replica.catch_up()
    arrange(moment)
    await newsroom.publishing.publish(BLAKE, "bins", number)


if __name__ == "__main__":
    asyncio.run(publish(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
