"""Fixtures for the vault: another database in the tests' PostgreSQL."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from api.db.migrate import migrate
from api.db.session import Database
from tests.support.vault.vaults import KeptVault


@pytest.fixture
def own_database_url(database_url: str) -> Iterator[str]:
    """An empty, migrated database."""
    name = f"vault_{secrets.token_hex(4)}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        url = urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        migrate(url)
        yield url
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
async def kept(own_database_url: str) -> AsyncIterator[KeptVault]:
    """A vault without keys."""
    database = Database(own_database_url, 4)
    yield KeptVault(database)
    await database.close()
