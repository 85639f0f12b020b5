"""The database from the application's side: one pool, short transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
CONNECTION_FAULTS = (psycopg.Error, OSError)  # what a connection of its own raises when the database goes away


class Database:
    """A pool of connections to PostgreSQL. The constructor opens none."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = url
        self._engine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "options": f"-c statement_timeout={STATEMENT_SECONDS}s -c timezone=UTC",
            },
        )
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction: committed at the end, rolled back on any error."""
        async with self._sessions() as session, session.begin():
            yield session

    async def answers(self) -> bool:
        """Whether the database can be reached now."""
        try:
            async with self.transaction() as session:
                await session.execute(text("select 1"))
        except Exception:
            return False
        return True

    async def close(self) -> None:
        """Closes every connection of the pool."""
        await self._engine.dispose()


def sqlalchemy_url(url: str) -> str:
    """`url` with the driver that this project uses."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme.split("+")[0] in ("postgresql", "postgres") else url


def plain_url(url: str) -> str:
    """`url` as libpq and psycopg read it."""
    return "postgresql://" + url.partition("://")[2]
