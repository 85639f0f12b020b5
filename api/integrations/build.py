"""Puts the parts for other systems together."""

from __future__ import annotations

from api.db.session import Database
from api.integrations.sending import Courier
from api.integrations.webhooks import Webhooks
from api.settings import Settings
from api.vault.secrets import Secrets


def make_webhooks(settings: Settings, database: Database, secrets: Secrets) -> Webhooks:
    """Webhooks that go to public addresses and to those that the settings name."""
    return Webhooks(database, secrets, Courier(frozenset(settings.webhook_addresses)))
