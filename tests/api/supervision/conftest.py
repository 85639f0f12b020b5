"""The desk's fixtures, for supervision."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))

from collections.abc import AsyncIterator

import pytest
from desk import Desk
from floor import Floor
from sqlalchemy import delete, update

from api.chat.models import Conversation
from api.desk.models import Caseworker
from api.supervision.build import Supervision


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """An empty desk: no cases wait, nobody is there."""
    made = Floor(database_url)
    async with made.database.transaction() as session:
        await session.execute(delete(Conversation))
        await session.execute(update(Caseworker).values(available=False, on_call=False, here_until=made.clock()))
    yield made
    await made.database.close()


@pytest.fixture
def desk(floor: Floor) -> Desk:
    """The staff side of the site."""
    return floor.desk


@pytest.fixture
def oversight(desk: Desk) -> Supervision:
    """Supervision of that desk."""
    return desk.supervision
