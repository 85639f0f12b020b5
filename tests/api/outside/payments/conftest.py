"""Fixtures of payments: GOV.UK Pay on this machine, the embedded page, a till that rings, and a clock to turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.support.outside.pay_server import PayServer
from tests.support.outside.till import Till


@pytest.fixture
def pay_server() -> Iterator[PayServer]:
    """GOV.UK Pay."""
    made = PayServer()
    yield made
    made.close()


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """A database of the payments' own: they empty it for each test."""
    return new_database("payments")


@pytest.fixture
async def till(database_url: str, pay_server: PayServer) -> AsyncIterator[Till]:
    """Payments over GOV.UK Pay."""
    made = Till(database_url, pay_server)
    await made.clear()
    yield made
    await made.clear()
    await made.database.close()
