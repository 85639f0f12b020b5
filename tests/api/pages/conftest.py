"""An empty database for every test, copied from one that was migrated once."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from api.db.migrate import migrate
from tests.support.pages.editors import Editors
from tests.support.pages.newsroom import Newsroom

TEMPLATE = "kb_template"


def named(url: str, database: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def template(database_url: str) -> str:
    """A migrated database that nobody is connected to."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"create database {TEMPLATE}")
    migrate(named(database_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def empty_database(database_url: str, template: str) -> Iterator[str]:
    """A migrated database of the test's own."""
    name = f"kb_{secrets.token_hex(6)}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    yield named(database_url, name)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
async def newsroom(empty_database: str, tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A small council whose pack is published."""
    made = Newsroom(empty_database, tmp_path / "index")
    await made.seed()
    yield made
    await made.close()


@pytest.fixture
async def editors(newsroom: Newsroom) -> AsyncIterator[Editors]:
    """The staff pages of that council."""
    made = Editors(newsroom)
    yield made
    await made.close()
