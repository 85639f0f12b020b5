"""Fixtures of the gazetteer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sqlalchemy import text

from api.db.session import Database
from tests.support.outside.os_server import OsServer


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """A database of the gazetteer's own: the site keeps its addresses."""
    return new_database("gazetteer")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The tests' database, its gazetteer empty before and after."""
    made = Database(database_url, 4)
    await _clear(made)
    yield made
    await _clear(made)
    await made.close()


async def _clear(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("truncate gazetteer_address, gazetteer_neighbour"))


@pytest.fixture
def os_server() -> Iterator[OsServer]:
    """OS Places on this machine."""
    made = OsServer()
    yield made
    made.close()
