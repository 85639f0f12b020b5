"""Puts reports together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.conversation.photos.photos import Photos
from api.db.session import Database
from api.kernel.event_loop_bridge import EventLoopBridge
from api.reports.form_backend import Check, ReportBackend
from api.reports.kinds import ReportKinds
from api.reports.read_kinds import read_kinds
from api.reports.service import ReportService
from api.settings import Settings
from api.vault.service import Vault
from bot.council import Council
from bot.reception.references import NewReference

CONNECTIONS = 3


@dataclass(frozen=True)
class ReportParts:
    """The back end that the dialogue asks, and what stands behind it.

    The back end has database connections of its own: a turn holds one of the chat's while it waits for the back end.
    """

    kinds: ReportKinds
    backend: ReportBackend
    photos: Photos
    service: ReportService
    references: NewReference
    _database: Database

    async def close(self) -> None:
        """Closes the reports' own database connections."""
        await self._database.close()


def make_reports(
    settings: Settings,
    council: Council,
    database: Database,
    vault: Vault,
    bridge: EventLoopBridge,
    checks: Mapping[str, Check],
) -> ReportParts:
    """Reports of the council's pack. Raises PackError."""
    kinds, own = read_kinds(settings.council_pack, council.pack), Database(database.url, CONNECTIONS)
    references = NewReference(council.reference_prefix)
    service = ReportService(own, vault, references)
    backend = ReportBackend(kinds, service, council, bridge, checks)
    photos = Photos(database, vault, settings.photos_dir)
    return ReportParts(kinds, backend, photos, service, references, own)
