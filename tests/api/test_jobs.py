"""One way to queue a job: with the transaction that it belongs to. Every job is declared, and the docs list it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.background.all_jobs import all_jobs
from api.bookings.build import make_booking_engine
from api.db.session import Database
from api.kernel.job_queue import make_queue
from api.kernel.jobs import Job, as_table, defer
from api.outside.build import make_ports
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.keys import Key
from api.vault.service import Vault
from api.wiring import make_import_job
from bot.council import Council
from knowledge.pack.load import load_pack

PROJECT = Path(__file__).resolve().parents[2]
NOWHERE = "postgresql://nobody@localhost/none"
LISTED = re.compile(r"<!-- jobs: generated -->\n(.*?)<!-- jobs: end -->", re.DOTALL)
# As they stand in the queued rows of databases in use.
NAMES = {
    "bookings.expire", "bookings.remind", "desk.round", "knowledge.import", "notices.deliver", "notices.sweep",
    "payments.ask", "payments.refund", "payments.sweep", "reports.forward", "upkeep.close_idle", "upkeep.end_sessions",
    "upkeep.erase_old", "upkeep.sweep_reports", "upkeep.verify_audit", "webhooks.collect", "webhooks.deliver",
}  # fmt: skip


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The migrated database of the tests."""
    made = Database(database_url, 3)
    yield made
    await made.close()


@pytest.fixture(scope="module")
def declared() -> tuple[Job, ...]:
    """Every job, as the worker gets them, with a server that reports are forwarded to."""
    settings = Settings(_env_file=None, open311_forward_url="https://reports.example.org")
    council, database = Council(load_pack(settings.council_pack)), Database(NOWHERE, 1)
    masters = Keyring(Key.new())
    ports = make_ports(settings, database, Vault(masters))
    bookings = make_booking_engine(settings, NOWHERE, council, masters, ports.notices, ports.payments)
    imports = make_import_job(settings, database, council)
    return all_jobs(settings, council, database, masters, bookings, ports, imports)


async def waiting(database: Database, task: str) -> list[Any]:
    """The arguments and locks of the jobs of that name that wait."""
    query = text("select args, lock, queueing_lock from procrastinate_jobs where task_name = :task order by id")
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(query, {"task": task})]


async def test_a_job_is_kept_with_its_transaction(database: Database) -> None:
    task = f"test.{uuid4().hex}"
    async with database.transaction() as session:
        assert await defer(session, task, lock="one at a time", number=7, name="seven")
        assert await waiting(database, task) == []  # nobody else sees it yet
    assert await waiting(database, task) == [({"number": 7, "name": "seven"}, "one at a time", None)]


async def test_a_transaction_that_is_rolled_back_leaves_no_job(database: Database) -> None:
    task = f"test.{uuid4().hex}"
    with pytest.raises(LookupError):
        async with database.transaction() as session:
            await defer(session, task, number=7)
            raise LookupError
    assert await waiting(database, task) == []


async def test_a_job_that_waits_already_is_not_queued_again_and_spoils_nothing(database: Database) -> None:
    task = f"test.{uuid4().hex}"
    async with database.transaction() as session:
        assert await defer(session, task, once=f"{task} 1", number=1)
        assert not await defer(session, task, once=f"{task} 1", number=1)
        assert await defer(session, task, once=f"{task} 2", number=2)
    assert [args for args, _, _ in await waiting(database, task)] == [{"number": 1}, {"number": 2}]


async def test_a_worker_gives_a_job_the_arguments_it_was_asked_with(database: Database, database_url: str) -> None:
    task, given = f"test.{uuid4().hex}", []

    async def run(number: int, name: str) -> None:
        given.append((number, name))

    async with database.transaction() as session:
        await defer(session, task, number=7, name="seven")
    queue = make_queue(database_url, [Job(task, run, description="Is tested.")])
    async with queue.open_async():
        await asyncio.wait_for(queue.run_worker_async(wait=False, install_signal_handlers=False), 20)
    assert given == [(7, "seven")]


async def test_a_worker_runs_what_an_older_version_queued(database: Database, database_url: str) -> None:
    """Rows in a live database bear the names and arguments of today."""
    ran: list[int] = []

    async def run(run_id: int) -> None:
        ran.append(run_id)

    async with database.transaction() as session:
        await session.execute(
            text("""insert into procrastinate_jobs (queue_name, task_name, priority, lock, args)
                    values ('default', 'test.older', 0, 'test.older', '{"run_id": 12}')""")
        )
    queue = make_queue(database_url, [Job("test.older", run, description="Is tested.")])
    async with queue.open_async():
        await asyncio.wait_for(queue.run_worker_async(wait=False, install_signal_handlers=False), 20)
    assert ran == [12]


def test_every_job_is_declared_under_the_name_that_live_databases_hold(declared: tuple[Job, ...]) -> None:
    assert Counter(job.name for job in declared) == Counter(NAMES)
    assert all(job.description.endswith(".") and job.description[0].isupper() for job in declared)


def test_the_docs_list_the_jobs(declared: tuple[Job, ...]) -> None:
    found = LISTED.search((PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert found is not None
    assert found[1].strip() == as_table(declared), "Put this table between the markers in docs/architecture.md"


def test_nothing_is_queued_but_within_a_transaction() -> None:
    """procrastinate's own way opens a connection besides the caller's; only the queue itself may be made from it."""
    files = [file for file in (PROJECT / "api").rglob("*.py") if "migrations" not in file.parts]
    text_of = {file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in files}
    assert [name for name, words in text_of.items() if re.search(r"\bdefer_async|configure_task", words)] == []
    assert [name for name, words in text_of.items() if "procrastinate.App(" in words] == ["api/kernel/job_queue.py"]
