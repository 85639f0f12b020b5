"""Fixtures for what other systems use: a desk, and one system with a token."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "staff"))

from crm import Crm


@pytest.fixture
async def crm(database_url: str) -> AsyncIterator[Crm]:
    """The council's CRM, beside the desk."""
    made = Crm(database_url)
    yield made
    await made.desk.database.close()
