"""Fixtures for the case desk."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.staff.desk import Desk


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """The staff side of the site."""
    made = Desk(database_url)
    yield made
    await made.database.close()
