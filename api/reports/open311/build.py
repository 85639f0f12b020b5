"""Puts Open311 together."""

from __future__ import annotations

import secrets

from api.db.session import Database
from api.reports.build import ReportParts
from api.reports.open311.client import Open311Client
from api.reports.open311.forward import Forwarder
from api.reports.open311.service import GeoReport
from api.reports.ports import OpenCase
from api.reports.read_kinds import read_kinds
from api.settings import Settings
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts


def make_geo_report(
    settings: Settings,
    council: Council,
    database: Database,
    vault: Vault,
    redactor: Redacts,
    reports: ReportParts,
    open_case: OpenCase,
) -> GeoReport:
    """Our GeoReport server. Every replica knows the same form again: the secret is the key of those who post."""
    key = settings.open311_api_key
    secret = key.get_secret_value().encode() if key else secrets.token_bytes(32)
    return GeoReport(database, vault, redactor, council, reports.kinds, reports.references, open_case, secret)


def make_forwarder(settings: Settings, council: Council, database: Database) -> Forwarder | None:
    """What forwards reports to the outside server of the settings; None where there is none."""
    if not settings.open311_forward_url:
        return None
    kinds, key = read_kinds(settings.council_pack, council.pack), settings.open311_forward_key
    secret = key.get_secret_value() if key else ""
    client = Open311Client(settings.open311_forward_url, secret, kinds.outside)
    return Forwarder(database, client, kinds, council.name)
