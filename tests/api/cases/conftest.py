"""Fixtures for the case desk."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))

from desk import Desk


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """The staff side of the site."""
    made = Desk(database_url)
    yield made
    await made.database.close()
