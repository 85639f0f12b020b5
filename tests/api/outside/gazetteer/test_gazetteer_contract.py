"""The table, OS Places and the stand-in of the chat's tests keep the promises of a gazetteer; and addresses looked up
before a back end sees them leave it a back end."""

from __future__ import annotations

from datetime import date

import pytest

from api.db.session import Database
from api.kernel.addresses import Gazetteer as AnyGazetteer
from api.kernel.event_loop_bridge import EventLoopBridge
from api.outside.gazetteer.addressed_backend import AddressedBackend
from api.outside.gazetteer.load import seed
from api.outside.gazetteer.os_places import OsPlaces
from api.outside.gazetteer.service import Gazetteer
from api.outside.http import ServiceClient
from api.settings import Settings
from tests.contracts.form_backend import FormBackendContract, FormCase
from tests.contracts.gazetteer import GazetteerContract
from tests.support.bot.backends import BulkyBackend
from tests.support.outside.os_server import KEY, OURS, OsServer
from tests.support.services.streets import Streets

SOFA = {"items": "sofa=1", "address": "<ADDRESS_1>", "name": "<PERSON_1>", "phone": "<PHONE_NUMBER_1>"}


@pytest.fixture
async def table(database: Database) -> Gazetteer:
    """The sample of the council pack."""
    await seed(database, Settings(_env_file=None).council_pack)
    return Gazetteer(database)


def os_places(server: OsServer) -> OsPlaces:
    return OsPlaces(ServiceClient(server.url, 5, {"key": KEY}), OURS)


class TestTable(GazetteerContract):
    postcode, line = "NB1 2AB", "2 Mill Lane, Northbridge"

    @pytest.fixture
    def gazetteer(self, table: Gazetteer) -> AnyGazetteer:
        return table


class OfOs(GazetteerContract):
    """What the stand-in of OS Places knows."""

    postcode, line = "NB1 2AB", "16, Mill Lane, Northbridge"


class TestOsPlaces(OfOs):
    @pytest.fixture
    def gazetteer(self, os_server: OsServer) -> AnyGazetteer:
        return os_places(os_server)


class TestOsPlacesBeforeTheTable(OfOs):
    @pytest.fixture
    def gazetteer(self, database: Database, os_server: OsServer) -> AnyGazetteer:
        return Gazetteer(database, os_places(os_server))


class TestStreets(GazetteerContract):
    """The gazetteer of the tests of bin days and journeys."""

    postcode, line = "NB3 4LT", "12A Mill Lane"

    @pytest.fixture
    def gazetteer(self) -> AnyGazetteer:
        return Streets()


class TestAddressedBackend(FormBackendContract):
    """Around a back end that asks for an address, which is looked up and chosen first."""

    @pytest.fixture
    async def case(self, table: Gazetteer) -> FormCase:
        bridge = EventLoopBridge()
        bridge.open()
        case = FormCase(AddressedBackend(BulkyBackend(date(2026, 11, 25)), table, bridge), "bulky-waste", SOFA)
        case.clear |= {"<ADDRESS_1>": "14 Mill Lane NB1 2AB", "<UK_POSTCODE_1>": "NB1 2AB"}
        return case
