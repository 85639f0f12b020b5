"""Another replica: prints what residents read on it, whenever that changes. Arguments: database, index folder."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from api.kernel.logs import configure
from tests.support.pages.newsroom import Newsroom


async def follow(url: str, folder: Path) -> None:
    newsroom = Newsroom(url, folder)
    await newsroom.replica.start()
    said = ""
    while True:
        body = newsroom.body("bins")
        if body != said:
            said = body
            print(body, flush=True)  # noqa: T201
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    configure("error")
    asyncio.run(follow(sys.argv[1], Path(sys.argv[2])))
