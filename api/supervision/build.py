"""Supervision as one part of the application."""

from __future__ import annotations

from dataclasses import dataclass

from api.cases.work import CaseWork
from api.db.session import Database
from api.desk.service import Desk
from api.supervision.bulk import Bulk
from api.supervision.listening import Listening
from api.supervision.quality import QualityTags
from api.supervision.ratings import Ratings
from api.supervision.reports import Reports
from api.supervision.reviews import Reviews
from api.supervision.wallboard import Walls
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts


@dataclass(frozen=True)
class Supervision:
    """What routes use."""

    database: Database
    ratings: Ratings
    reviews: Reviews
    quality: QualityTags
    walls: Walls
    listening: Listening
    reports: Reports
    bulk: Bulk


def make_supervision(
    database: Database, vault: Vault, redactor: Redacts, council: Council, work: CaseWork, desk: Desk
) -> Supervision:
    """Supervision around the desk, by the desk's clock."""
    return Supervision(
        database=database,
        ratings=Ratings(database, vault, redactor, desk.clock),
        reviews=Reviews(work.at_work, council, desk.clock),
        quality=QualityTags(work.at_work),
        walls=Walls(council, desk.policy.capacity),
        listening=Listening(work.at_work),
        reports=Reports(council),
        bulk=Bulk(desk.handing),
    )
