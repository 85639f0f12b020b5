"""Fixtures of notices: a resident's conversation, GOV.UK Notify on this machine, and a clock to turn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.support.outside.notify_server import NotifyServer
from tests.support.outside.post_room import PostRoom


@pytest.fixture
def notify_server() -> Iterator[NotifyServer]:
    """GOV.UK Notify."""
    made = NotifyServer()
    yield made
    made.close()


@pytest.fixture
async def room(database_url: str, notify_server: NotifyServer) -> AsyncIterator[PostRoom]:
    """Everything that makes, delivers and hears of notices, over GOV.UK Notify."""
    made = PostRoom(database_url, notify_server)
    await made.clear()
    yield made
    await made.clear()
    await made.database.close()
