"""Puts the parts of the gazetteer together."""

from __future__ import annotations

from api.db.session import Database
from api.outside.gazetteer.os_places import OsPlaces
from api.outside.gazetteer.service import Gazetteer
from api.outside.http import ServiceClient
from api.settings import Settings

LONGEST = 4.0  # seconds: a resident waits for the answer, twice at worst


def make_gazetteer(settings: Settings, database: Database) -> Gazetteer:
    """The gazetteer of the settings. A key or code that is missing ends the start."""
    if settings.addresses_by == "table":
        return Gazetteer(database)
    if settings.os_places_key is None or settings.os_places_custodian is None:
        raise SystemExit(
            "REEVE_ADDRESSES_BY is os_places, so REEVE_OS_PLACES_KEY and REEVE_OS_PLACES_CUSTODIAN must be set. "
            "See docs/outside-services.md."
        )
    headers = {"key": settings.os_places_key.get_secret_value()}
    timeout = min(settings.outside_timeout_seconds, LONGEST)
    caller = ServiceClient(settings.os_places_url, timeout, headers, settings.outside_proxy)
    return Gazetteer(database, OsPlaces(caller, settings.os_places_custodian))
