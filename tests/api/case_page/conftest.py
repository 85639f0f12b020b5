"""Fixtures of the case page: the desk's floor, and its tools."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))
sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))
sys.path.insert(0, str(Path(__file__).parents[1] / "bookings"))
sys.path.insert(0, str(Path(__file__).parents[1] / "reports"))

from desk import Desk, NoEncoder, no_pages
from floor import Floor

from api.case_page.models import CannedText
from api.case_page.service import CaseTools, make_case_tools
from api.chat.models import Conversation


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
    await made.sending.close()


@pytest.fixture
async def desk(database_url: str, floor: Floor) -> AsyncIterator[Desk]:
    """The staff pages, where a reply can be taken back for a minute."""
    made = Desk(database_url, undo_seconds=60)
    yield made
    await made.tools.sending.close()
    await made.database.close()
