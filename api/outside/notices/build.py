"""Puts the parts of notices together."""

from __future__ import annotations

from api.db.session import Database
from api.outside.notices.carrier import Carrier
from api.outside.notices.deliver import NoticeDelivery
from api.outside.notices.notify import Notify
from api.outside.notices.outbox import Outbox
from api.settings import Settings
from api.vault.service import Vault


def make_carrier(settings: Settings) -> Carrier:
    """The carrier of the settings. A key that is missing ends the start."""
    if settings.notices_by == "outbox":
        return Outbox()
    if settings.notify_api_key is None:
        raise SystemExit(
            "REEVE_NOTICES_BY is notify, so REEVE_NOTIFY_API_KEY must be set. See docs/outside-services.md."
        )
    return Notify(
        key=settings.notify_api_key,
        templates=settings.notify_templates,
        base=settings.notify_url,
        timeout=settings.outside_timeout_seconds,
        proxy=settings.outside_proxy,
    )


def make_delivery(settings: Settings, database: Database, vault: Vault) -> NoticeDelivery:
    """The delivery that hands queued notices to the carrier."""
    return NoticeDelivery(database, vault, make_carrier(settings))
