"""Reports against a real database, without the dialogue."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from residents import Town

from api.db.session import Database


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The council's office of reports, and residents who write to it."""
    database = Database(database_url, 4)
    yield Town.open(database)
    await database.close()
