"""Fixtures of the case page: the desk's floor, and its tools."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete

from api.casework.pages.case_tools import CaseTools, make_case_tools
from api.db.tables.case_tools import CannedText
from api.db.tables.conversations import Conversation
from tests.support.casework.floor import Floor
from tests.support.staff.desk import Desk, NoEncoder, no_pages


@pytest.fixture
async def floor(database_url: str) -> AsyncIterator[Floor]:
    """An empty desk."""
    made = Floor(database_url)
    async with made.database.transaction() as session:
        await session.execute(delete(Conversation))
        await session.execute(delete(CannedText))
    yield made
    await made.database.close()


@pytest.fixture
async def tools(floor: Floor) -> AsyncIterator[CaseTools]:
    """The tools around the floor's work; a reply can be taken back for an hour of the test's clock."""
    made = make_case_tools(floor.work, no_pages, NoEncoder(), floor.desk.store, 3600)
    yield made
    await made.delayed_replies.close()


@pytest.fixture
async def desk(database_url: str, floor: Floor) -> AsyncIterator[Desk]:
    """The staff pages, where a reply can be taken back for a minute."""
    made = Desk(database_url, undo_seconds=60)
    yield made
    await made.tools.delayed_replies.close()
    await made.database.close()
