"""Fixtures for what other systems use: a desk, and one system with a token."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.casework.crm import Crm


@pytest.fixture
async def crm(database_url: str) -> AsyncIterator[Crm]:
    """The council's CRM, beside the desk."""
    made = Crm(database_url)
    yield made
    await made.desk.database.close()
