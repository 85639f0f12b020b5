"""The back ends of the bot's own tests, and the status form, keep the promises of a back end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from bot.forms.form import Completed
from bot.forms.status_form import TRACING, StatusBackend
from tests.contracts.form_backend import FormBackendContract, FormCase
from tests.support.bot.backends import BulkyBackend, HighwaysBackend, RegistrarsBackend

TODAY = date(2026, 11, 25)
SOFA = {"items": "sofa=1", "address": "<ADDRESS_1>", "name": "<PERSON_1>", "phone": "<PHONE_NUMBER_1>"}
DEATH = {"coroner": "no", "when": "2026-11-20", "name": "<PERSON_1>"}
HOLE = {"place": "by the library", "danger": "no", "details": "A deep one"}


class TestBulkyBackend(FormBackendContract):
    @pytest.fixture
    def case(self) -> FormCase:
        return FormCase(BulkyBackend(TODAY), "bulky-waste", SOFA)


class TestRegistrarsBackend(FormBackendContract):
    traces = False  # no address is asked for

    @pytest.fixture
    def case(self) -> FormCase:
        return FormCase(RegistrarsBackend(), "death-registration", DEATH)


class TestHighwaysBackend(FormBackendContract):
    traces = False

    @pytest.fixture
    def case(self) -> FormCase:
        return FormCase(HighwaysBackend(), "pothole", HOLE)


@dataclass
class Tracing(FormCase):
    """Somebody who asks after a booking; what is said names it by its placeholder."""

    async def booked(self, backend: BulkyBackend) -> None:
        """Books what is asked after."""
        answers = {"items": "sofa=1", "address": "<ADDRESS_1>", "slot": "2026-11-27"}
        done = await backend.complete("bulky-waste", answers, self.resident("turn-0"))
        assert isinstance(done, Completed)
        self.clear["<COUNCIL_REFERENCE_9>"] = done.reference


class TestStatusBackend(FormBackendContract):
    traces = False  # it makes nothing that has a reference
    makes = False

    @pytest.fixture
    async def case(self) -> FormCase:
        bulky = BulkyBackend(TODAY)
        replies = {"reference": "<COUNCIL_REFERENCE_9>", "proof": "<UK_POSTCODE_1>"}
        made = Tracing(StatusBackend([bulky]), TRACING, replies)
        await made.booked(bulky)
        return made
