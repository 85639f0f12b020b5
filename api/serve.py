"""`reeve serve` and `reeve worker`: from nothing to serving, step by step."""

from __future__ import annotations

import asyncio

import uvicorn

from api.accounts import seed
from api.app import create_app
from api.db.session import Database
from api.jobs.queue import make_queue
from api.jobs.upkeep import Upkeep
from api.settings import Settings
from api.vault.keys import master_key
from api.vault.service import Vault
from api.wiring import DatabaseServer, Progress, make_mind, make_parts

SHUTDOWN_SECONDS = 10


def serve(settings: Settings, say: Progress) -> None:
    """Loads the mind, opens the database, makes demonstration accounts, serves until told to stop."""
    mind = make_mind(settings, say)
    say("Starting the database")
    with DatabaseServer(settings) as url:
        for line in asyncio.run(seed(settings, url)):
            say(line)
        parts = make_parts(settings, mind, url)
        say(f"{mind.council.name} is open at {settings.public_url}  (staff: {settings.public_url}/staff)")
        config = uvicorn.Config(
            create_app(parts),
            host=settings.host,
            port=settings.port,
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        uvicorn.Server(config).run()
    mind.engine.close()


def work(settings: Settings, say: Progress) -> None:
    """Runs background jobs until told to stop."""
    with DatabaseServer(settings) as url:
        say("Working. Stop with Ctrl-C.")
        asyncio.run(_work(settings, url))


async def _work(settings: Settings, url: str) -> None:
    database = Database(url, pool_size=2)
    vault = Vault(master_key(settings.master_key, settings.key_file))
    queue = make_queue(url, Upkeep(database, vault, settings))
    async with queue.open_async():
        await queue.run_worker_async(concurrency=4)
    await database.close()
