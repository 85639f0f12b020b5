"""Every job of the application: the same ones for the web process and for a worker."""

from __future__ import annotations

from api.background.upkeep import Upkeep
from api.background.upkeep_jobs import upkeep_jobs
from api.bookings.engine.bookings import Bookings
from api.bookings.engine.jobs import booking_jobs
from api.casework.integrations.build import make_webhooks
from api.casework.integrations.webhook_jobs import webhook_jobs
from api.casework.life.desk_jobs import desk_jobs, make_round
from api.db.session import Database
from api.kernel.jobs import Job
from api.outside.build import OutsidePorts
from api.pages.tools.import_job import ImportJob
from api.reports.open311.build import make_forwarder
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from bot.council import Council


def all_jobs(
    settings: Settings,
    council: Council,
    database: Database,
    masters: Keyring,
    bookings: Bookings,
    ports: OutsidePorts,
    imports: ImportJob,
) -> tuple[Job, ...]:
    """What every feature has declared; reports are forwarded only where the settings name a server."""
    forwarder = make_forwarder(settings, council, database)
    return (
        *upkeep_jobs(Upkeep(database, Vault(masters), settings)),
        *imports.jobs(),
        *webhook_jobs(make_webhooks(settings, database, Secrets(masters))),
        *booking_jobs(bookings),
        *ports.jobs(),
        *desk_jobs(make_round(settings.council_pack, council, database)),
        *(forwarder.jobs() if forwarder is not None else ()),
    )
