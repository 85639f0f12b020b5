"""Fixtures for bookings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.support.bookings.booking_site import BookingSite
from tests.support.bookings.counter import Counter, empty


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """A database of the bookings' own: they have other keys than the site, and empty it for each test."""
    return new_database("bookings")


@pytest.fixture
async def counter(database_url: str) -> AsyncIterator[Counter]:
    """A council that takes bookings, with none made yet."""
    made = Counter(database_url)
    await empty(made)
    yield made
    await empty(made)
    await made.close()


@pytest.fixture
async def booking_site(database_url: str) -> AsyncIterator[BookingSite]:
    """The pages of bookings, with none made yet."""
    made = BookingSite(database_url)
    await empty(made.counter)
    yield made
    await empty(made.counter)
    await made.counter.close()
    await made.database.close()
