"""The desk's fixtures, for supervision."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, update

from api.casework.supervision.build import Supervision
from api.db.tables.conversations import Conversation
from api.db.tables.desk import Caseworker
from tests.support.casework.floor import Floor
from tests.support.staff.desk import Desk


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
