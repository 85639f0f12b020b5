"""The jobs of every feature: the same ones for the web process and for a worker."""

from __future__ import annotations

from functools import partial

from api.bookings.engine.bookings import Bookings
from api.bookings.engine.jobs import add_jobs as add_booking_jobs
from api.casework.integrations.build import make_webhooks
from api.casework.integrations.webhook_jobs import add_jobs as add_webhook_jobs
from api.casework.life.desk_jobs import add_jobs as add_desk_jobs
from api.casework.life.desk_jobs import make_round
from api.db.session import Database
from api.kernel.job_queue import AddJobs
from api.outside.build import OutsidePorts
from api.reports.open311.build import make_forwarder
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.secrets import Secrets
from bot.council import Council


def feature_jobs(
    settings: Settings,
    council: Council,
    database: Database,
    masters: Keyring,
    bookings: Bookings,
    ports: OutsidePorts,
) -> tuple[AddJobs, ...]:
    """What gives the queue the jobs of webhooks, bookings, notices, payments, the desk and forwarded reports."""
    webhooks = make_webhooks(settings, database, Secrets(masters))
    forwarder = make_forwarder(settings, council, database)
    jobs: list[AddJobs] = [partial(add_webhook_jobs, webhooks=webhooks)]
    jobs.extend((partial(add_booking_jobs, bookings=bookings), ports.add_jobs))
    jobs.append(partial(add_desk_jobs, rounds=make_round(settings.council_pack, council, database)))
    if forwarder is not None:
        jobs.append(forwarder.add_jobs)
    return tuple(jobs)
