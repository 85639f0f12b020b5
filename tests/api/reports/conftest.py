"""Reports against a real database, without the dialogue."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from api.db.session import Database
from tests.support.services.residents import Town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The council's office of reports, and residents who write to it."""
    database = Database(database_url, 4)
    yield Town.open(database)
    await database.close()
