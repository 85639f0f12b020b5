"""Supervision as one part of the application."""

from __future__ import annotations

from dataclasses import dataclass

from api.casework.life.case_actions import CaseWork
from api.casework.pages.desk import Desk
from api.casework.supervision.bulk_transfer import BulkTransfer
from api.casework.supervision.listening_in import ListeningIn
from api.casework.supervision.quality_tags import QualityTags
from api.casework.supervision.ratings import Ratings
from api.casework.supervision.reports import Reports
from api.casework.supervision.reviews import Reviews
from api.casework.supervision.wallboard import Wallboards
from api.db.session import Database
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts


@dataclass(frozen=True)
class Supervision:
    """The parts of supervision that its routes use."""

    database: Database
    ratings: Ratings
    reviews: Reviews
    quality: QualityTags
    wallboards: Wallboards
    listening: ListeningIn
    reports: Reports
    bulk: BulkTransfer


def make_supervision(
    database: Database, vault: Vault, redactor: Redacts, council: Council, work: CaseWork, desk: Desk
) -> Supervision:
    """Supervision around the desk, by the desk's clock."""
    return Supervision(
        database=database,
        ratings=Ratings(database, vault, redactor, desk.clock),
        reviews=Reviews(work.case_locks, council, desk.clock),
        quality=QualityTags(work.case_locks),
        wallboards=Wallboards(council, desk.policy.capacity),
        listening=ListeningIn(work.case_locks),
        reports=Reports(council),
        bulk=BulkTransfer(desk.assignment),
    )
