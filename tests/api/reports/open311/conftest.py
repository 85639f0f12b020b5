"""Open311 over HTTP, both ways, with the real redaction and database behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.casework.life.open_case import CaseOpening
from api.casework.queue.desk_policy import plain_desk
from api.db.session import Database
from api.kernel.limits.limits import Limits
from api.reports.open311.routes import router
from api.reports.open311.service import GeoReport
from api.settings import Settings
from bot.reception.references import NewReference
from redaction import CouncilReference, Redactor
from tests.support.services.residents import Town, council, kinds

KEY = "the-key-of-a-program"


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    """The council's redaction."""
    pack = council().pack
    return Redactor([CouncilReference(r.name, r.pattern, r.context) for r in pack.references], pack.published)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The council's office of reports."""
    database = Database(database_url, 4)
    yield Town.open(database)
    await database.close()


@pytest.fixture
def our_server(town: Town, redactor: Redactor) -> httpx.ASGITransport:
    """The way to our own server, without a network."""
    settings = Settings(_env_file=None, open311_api_key=KEY, limit_conversations=0)
    geo = GeoReport(
        town.database,
        town.vault,
        redactor,
        council(),
        kinds(),
        NewReference("NB"),
        CaseOpening(plain_desk()).open,
        KEY.encode(),
    )
    app = FastAPI()
    app.state.parts = {GeoReport: geo, Settings: settings, Limits: Limits(settings)}
    app.include_router(router)
    return httpx.ASGITransport(app=app)


@pytest.fixture
async def open311(our_server: httpx.ASGITransport) -> AsyncIterator[httpx.AsyncClient]:
    """A program that reads and makes reports."""
    async with httpx.AsyncClient(transport=our_server, base_url="http://site/open311/v2") as client:
        yield client
