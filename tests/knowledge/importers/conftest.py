"""A council's website, and a fetcher that may visit it although it is on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.importers.fetch import Fetcher
from tests.support.knowledge.council_site import CouncilSite, serve


@pytest.fixture
def council() -> Iterator[CouncilSite]:
    with serve() as site:
        yield site


@pytest.fixture
def waits() -> list[float]:
    """How long the fetcher would have slept, each time."""
    return []


@pytest.fixture
def fetcher(waits: list[float]) -> Iterator[Fetcher]:
    allowed = frozenset({"127.0.0.1"})
    with Fetcher(allowed=allowed, pace=0.0, timeout=0.5, deadline=1.0, sleep=waits.append) as made:
        yield made
