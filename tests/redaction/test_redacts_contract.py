"""The redactor and its stand-ins keep the promises of a redactor."""

from __future__ import annotations

import pytest

from bot.ports import Redacts
from redaction import Redactor
from tests.contracts.redacts import RedactsContract
from tests.support.bot.fakes import FakeRedactor as FakeOfTheBot
from tests.support.staff.stand_ins import FakeRedactor


class TestRedactor(RedactsContract):
    @pytest.fixture
    def redacts(self, redactor: Redactor) -> Redacts:
        return redactor


class TestRedactorOfTheBotsTests(RedactsContract):
    @pytest.fixture
    def redacts(self, redactor: Redactor) -> Redacts:
        made = FakeOfTheBot()
        made.real = redactor  # warm already
        return made


class TestRedactorOfTheDesksTests(RedactsContract):
    @pytest.fixture
    def redacts(self) -> Redacts:
        return FakeRedactor()
