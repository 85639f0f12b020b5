"""Allowances in memory, in the database, and in memory while the database is away keep the same promises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import psycopg
import pytest

from api.kernel.limits import shared_allowances
from api.kernel.limits.allowances import Allowances, OwnAllowances
from api.kernel.limits.shared_allowances import SharedAllowances
from api.vault.keys import Key
from tests.contracts.allowances import AllowancesContract

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


class TestOwnAllowances(AllowancesContract):
    @pytest.fixture
    def allowances(self) -> Allowances:
        return OwnAllowances()


class TestSharedAllowancesWithoutTheirDatabase(AllowancesContract):
    @pytest.fixture
    def allowances(self) -> Allowances:
        return SharedAllowances(NOWHERE, Key.new().fingerprint)


@pytest.fixture(scope="module")
def url(new_database: Callable[[str], str]) -> str:
    """A database of its own: every row of the table is ours."""
    return new_database("allowances")


class TestSharedAllowances(AllowancesContract):
    @pytest.fixture
    async def allowances(self, url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Allowances]:
        monkeypatch.setattr(shared_allowances, "DATABASE_SECONDS", 20.0)  # on a busy machine too
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("truncate rate_limit")
        made = SharedAllowances(url, Key.new().fingerprint)
        yield made
        await made.close()
