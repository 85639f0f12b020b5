"""The back end of reports keeps the promises of a back end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pytest

from bot.forms.form import Completed
from tests.contracts.form_backend import FormBackendContract, FormCase
from tests.support.services.residents import Town


@dataclass
class ReportCase(FormCase):
    """A report, whose case the application opens."""

    town: Town | None = None

    async def settled(self, done: Completed) -> None:
        """Opens the case."""
        assert self.town is not None
        resident = await self.town.resident()
        resident.conversation = self.conversation
        await self.town.opened(resident, done)


class TestReportBackend(FormBackendContract):
    @pytest.fixture
    async def case(self, town: Town) -> FormCase:
        street = f"Street of the {secrets.token_hex(6)}"
        replies = {"what": "hole", "danger": "no", "where": street, "details": "no", "photo": "no", "email": "no"}
        resident = await town.resident()
        assert resident.conversation is not None
        return ReportCase(town.backend, "pothole", replies, resident.conversation, town=town)
