"""OS Places, spoken to over HTTP: what it finds, what it gets wrong, and the table to fall back on."""

from __future__ import annotations

import pytest

from api.db.session import Database
from api.outside.gazetteer import os_places
from api.outside.gazetteer.address import Neighbour
from api.outside.gazetteer.load import seed
from api.outside.gazetteer.os_places import OsPlaces
from api.outside.gazetteer.service import Gazetteer
from api.outside.http import ServiceClient
from api.settings import Settings
from tests.support.outside.os_server import KEY, OURS, OsServer


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os_places, "PAUSE", 0.0)


@pytest.fixture
async def gazetteer(database: Database, os_server: OsServer) -> Gazetteer:
    """The sample, and OS Places before it."""
    await seed(database, Settings(_env_file=None).council_pack)
    return Gazetteer(database, OsPlaces(ServiceClient(os_server.url, 0.5, {"key": KEY}), OURS))


async def test_a_postcode_is_asked_of_os_and_only_our_addresses_count(gazetteer: Gazetteer) -> None:
    found = await gazetteer.at_postcode("nb1 2ab")
    assert [(each.uprn, each.line) for each in found] == [
        ("999900000701", "Flat 2, 14, Mill Lane, Northbridge"),
        ("999900000702", "16, Mill Lane, Northbridge"),
    ]
    assert await gazetteer.at_postcode("NB9 3TA") == []


async def test_free_text_comes_best_first_with_the_score_of_os(gazetteer: Gazetteer) -> None:
    found = await gazetteer.match("16 mill lane")
    assert [each.score for each in found] == [0.9, 0.6]


async def test_the_custodian_of_a_postcode_tells_its_council(gazetteer: Gazetteer, os_server: OsServer) -> None:
    os_server.records[2]["DPA"]["POSTCODE"] = "NB99 3TA"
    assert await gazetteer.council_of("NB99 3TA") == Neighbour("Fellshire")
    assert await gazetteer.council_of("NB98 1AA") is None


async def test_the_key_goes_in_a_header_and_in_no_address(gazetteer: Gazetteer, os_server: OsServer) -> None:
    await gazetteer.at_postcode("NB1 2AB")
    assert os_server.headers[0]["key"] == KEY
    assert KEY not in str(os_server.seen)


@pytest.mark.parametrize("fault", ["drop_before", "500", "garbage", "slow"])
async def test_one_fault_is_tried_again(gazetteer: Gazetteer, os_server: OsServer, fault: str) -> None:
    os_server.faults.append(fault)
    assert [each.uprn for each in await gazetteer.at_postcode("NB1 2AB")] == ["999900000701", "999900000702"]
    assert len(os_server.seen) == 2


@pytest.mark.parametrize("faults", [["500", "500"], ["429"], ["403", "403"], ["garbage", "drop_after"]])
async def test_when_os_cannot_be_asked_the_table_answers(
    gazetteer: Gazetteer, os_server: OsServer, faults: list[str]
) -> None:
    os_server.faults.extend(faults)
    assert "10 Mill Lane, Northbridge" in [each.line for each in await gazetteer.at_postcode("NB1 2AB")]
    os_server.faults.extend(faults)
    assert (await gazetteer.match("7 elm road"))[0].line == "7 Elm Road, Northbridge"
    os_server.faults.extend(faults)
    assert await gazetteer.council_of("NB77 1AA") is None


@pytest.mark.parametrize(
    "broken", [{"UPRN": None}, {"LAT": "north"}, {"ADDRESS": 7, "LNG": None}, {"MATCH": "no"}], ids=str
)
async def test_a_record_that_is_not_as_documented_is_left_out(
    gazetteer: Gazetteer, os_server: OsServer, broken: dict[str, object]
) -> None:
    os_server.records[0]["DPA"].update(broken)
    found = await gazetteer.at_postcode("NB1 2AB")
    assert [each.uprn for each in found] == ["999900000702"]
