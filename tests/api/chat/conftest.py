"""A conversation in a database, without the models that answer."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "notices"))
sys.path.insert(0, str(Path(__file__).parents[1] / "outside"))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))

from email_copies import Copies


@pytest.fixture
async def copies(database_url: str) -> AsyncIterator[Copies]:
    """What sends copies, with a conversation."""
    made = Copies(database_url)
    await made.begin()
    yield made
    await made.room.clear()
    await made.close()
