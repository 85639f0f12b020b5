"""The desk's job: its round, every minute."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import structlog

from api.casework.life.desk_round import DeskRound
from api.casework.queue.desk_policy import council_desk
from api.db.session import Database
from api.kernel.jobs import Job
from bot.council import Council

log = structlog.get_logger(__name__)


def make_round(folder: Path, council: Council, database: Database) -> DeskRound:
    """The round for a council pack. Raises DeskProblem."""
    return DeskRound(database, council_desk(folder, council), tuple(council.teams))


def desk_jobs(rounds: DeskRound) -> tuple[Job, ...]:
    """The job of the desk."""

    async def make_round() -> None:
        log.info("desk", job="round", **asdict(await rounds.make()))

    return (
        Job(
            "desk.round",
            make_round,
            "* * * * *",
            description="Sends due replies, wakes and returns cases, marks missed targets, rings and escalates.",
        ),
    )
