"""A conversation in a database, without the models that answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.outside.email_copies import Copies


@pytest.fixture
async def copies(database_url: str) -> AsyncIterator[Copies]:
    """What sends copies, with a conversation."""
    made = Copies(database_url)
    await made.begin()
    yield made
    await made.room.clear()
    await made.close()
