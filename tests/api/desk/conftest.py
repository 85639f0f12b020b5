"""Fixtures of the desk: people, cases and a clock on a real database."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, update

sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))
sys.path.insert(0, str(Path(__file__).parent))

from floor import Floor

from api.chat.models import Conversation
from api.desk.models import Caseworker


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """An empty desk: no cases wait, nobody is there."""
    made = Floor(database_url)
    async with made.desk.database.transaction() as session:
        await session.execute(delete(Conversation))
        await session.execute(update(Caseworker).values(available=False, on_call=False))
    yield made
    await made.desk.database.close()
