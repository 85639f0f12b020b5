"""Fixtures of the desk: people, cases and a clock on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, update

from api.db.tables.conversations import Conversation
from api.db.tables.desk import Caseworker
from tests.support.casework.floor import Floor


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """An empty desk: no cases wait, nobody is there."""
    made = Floor(database_url)
    async with made.desk.database.transaction() as session:
        await session.execute(delete(Conversation))
        await session.execute(update(Caseworker).values(available=False, on_call=False))
    yield made
    await made.desk.database.close()
