"""The desk's job: its round, every minute."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import procrastinate
import structlog

from api.casework.life.desk_round import Round
from api.casework.queue.desk_policy import council_desk
from api.db.session import Database
from bot.council import Council

log = structlog.get_logger(__name__)


def make_round(folder: Path, council: Council, database: Database) -> Round:
    """The round for a council pack. Raises DeskProblem."""
    return Round(database, council_desk(folder, council), tuple(council.teams))


def add_jobs(queue: procrastinate.App, rounds: Round) -> None:
    """Gives the queue the round."""

    @queue.periodic(cron="* * * * *")
    @queue.task(name="desk.round", queueing_lock="desk.round")
    async def run_round(timestamp: int) -> None:
        log.info("desk", job="round", **asdict(await rounds.make()))
