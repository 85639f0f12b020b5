"""Fixtures for bookings."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))

from booking_site import BookingSite
from counter import Counter

TABLES = "booking_place, booking_event, booking_payment, booking_block, booking_lane, booking, vault_site_key"


async def empty(made: Counter) -> None:
    """Forgets every booking."""
    async with made.database.transaction() as session:
        await session.execute(text(f"truncate {TABLES} restart identity cascade"))


@pytest.fixture
async def counter(database_url: str) -> AsyncIterator[Counter]:
    """A council that takes bookings, with none made yet."""
    made = Counter(database_url)
    await empty(made)
    yield made
    await made.close()


@pytest.fixture
async def booking_site(database_url: str) -> AsyncIterator[BookingSite]:
    """The pages of bookings, with none made yet."""
    made = BookingSite(database_url)
    await empty(made.counter)
    yield made
    await made.counter.close()
    await made.database.close()
