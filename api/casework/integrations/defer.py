"""Hands a delivery to whichever worker is free."""

from __future__ import annotations

import procrastinate

from api.casework.integrations.webhook_jobs import DELIVER
from api.db.session import plain_url


async def defer_delivery(database_url: str, delivery_id: int) -> None:
    """A worker tries it at once."""
    connector = procrastinate.PsycopgConnector(conninfo=plain_url(database_url), min_size=1, max_size=1)
    async with procrastinate.App(connector=connector).open_async() as queue:
        await queue.configure_task(DELIVER).defer_async(delivery_id=delivery_id)
