"""Puts the parts for other systems together."""

from __future__ import annotations

from api.casework.integrations.webhook_delivery import WebhookDelivery
from api.casework.integrations.webhooks import Webhooks
from api.db.session import Database
from api.settings import Settings
from api.vault.secrets import Secrets


def make_webhooks(settings: Settings, database: Database, secrets: Secrets) -> Webhooks:
    """Webhooks that go to public addresses and to those that the settings name."""
    return Webhooks(database, secrets, WebhookDelivery(frozenset(settings.webhook_addresses)))
