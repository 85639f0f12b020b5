"""`reeve serve` and `reeve worker`: from nothing to serving, step by step."""

from __future__ import annotations

import asyncio
import gc
from datetime import UTC, datetime

import uvicorn

from api.app import create_app
from api.assistant import Progress, make_assistant, make_council
from api.background.all_jobs import all_jobs
from api.bookings.build import make_booking_engine
from api.commands.model_commands import model_in_use
from api.commands.staff_accounts import seed
from api.db.server import DatabaseServer
from api.db.session import Database
from api.kernel.job_queue import make_queue
from api.outside.build import make_ports
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.keys import KeyProblem
from api.vault.service import Vault
from api.vault.survey import require_right_keys
from api.wiring import make_import_job, make_masters, make_parts
from bot.crisis.numbers import FRESH_DAYS

SHUTDOWN_SECONDS = 10


def serve(settings: Settings, say: Progress) -> None:
    """Loads the mind, opens the database, makes demonstration accounts, serves until told to stop."""
    assistant = make_assistant(settings, say, model_in_use(settings, say))
    if old := assistant.crisis.numbers.old(datetime.now(UTC).date()):
        where = f"{settings.public_url}/staff/crisis-numbers"
        say(f"{len(old)} crisis numbers were verified over {FRESH_DAYS} days ago: see {where}")
    say("Starting the database")
    with DatabaseServer(settings) as url:
        right_masters(settings, url)
        for line in asyncio.run(seed(settings, url)):
            say(line)
        parts = make_parts(settings, assistant, url)
        gc.collect()
        gc.freeze()  # models live as long as the process: collecting garbage need not walk through them in a turn
        say(f"{assistant.council.name} is open at {settings.public_url}  (staff: {settings.public_url}/staff)")
        config = uvicorn.Config(
            create_app(parts),
            host=settings.host,
            port=settings.port,
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,  # api/kernel/client_address.py reads the one header that the settings name
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        uvicorn.Server(config).run()
    assistant.engine.close()


def right_masters(settings: Settings, url: str) -> Keyring:
    """The master keys, tried on the vault. A wrong or missing one ends the start with a line that says so."""

    async def tried() -> Keyring:
        database = Database(url, pool_size=2)
        try:
            masters = make_masters(settings)
            await require_right_keys(database, masters)
        finally:
            await database.close()
        return masters

    try:
        return asyncio.run(tried())
    except KeyProblem as problem:
        raise SystemExit(f"Cannot start: {problem}") from None


def work(settings: Settings, say: Progress) -> None:
    """Runs background jobs until told to stop."""
    with DatabaseServer(settings) as url:
        masters = right_masters(settings, url)
        say("Working. Stop with Ctrl-C.")
        asyncio.run(_work(settings, url, masters))


async def _work(settings: Settings, url: str, masters: Keyring) -> None:
    database = Database(url, pool_size=2)
    council = make_council(settings)
    imports = make_import_job(settings, database, council)
    ports = make_ports(settings, database, Vault(masters))
    bookings = make_booking_engine(settings, url, council, masters, ports.notices, ports.payments)
    queue = make_queue(url, all_jobs(settings, council, database, masters, bookings, ports, imports))
    async with queue.open_async():
        await queue.run_worker_async(concurrency=4)
    await bookings.context.database.close()
    await database.close()
