"""The gazetteer on a real database: the sample, a council's own file, and whose a postcode is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api.commands.load_addresses import told
from api.db.session import Database
from api.outside.gazetteer.csv_file import FileProblem
from api.outside.gazetteer.load import load, seed
from api.outside.gazetteer.service import Gazetteer
from api.settings import Settings

PACK = Settings(_env_file=None).council_pack
HEADING = (
    "UPRN,CHANGE_TYPE,STATE,LATITUDE,LONGITUDE,SUB_BUILDING_NAME,BUILDING_NAME,BUILDING_NUMBER,THOROUGHFARE,"
    "POST_TOWN,POSTCODE"
)
GOOD = "10000001,I,2,55.1,-2.1,,,7,NEW ROAD,NORTHBRIDGE,NB1 9AA"


@pytest.fixture
async def gazetteer(database: Database) -> Gazetteer:
    """The sample of the council pack."""
    await seed(database, PACK)
    return Gazetteer(database)


def csv_file(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    file = folder / "addresses.csv"
    file.write_text("\n".join((heading, *rows)), encoding="utf-8")
    return file


async def test_the_sample_is_there_once_however_often_and_at_once_it_is_seeded(database: Database) -> None:
    first = await seed(database, PACK)
    assert first > 350
    assert await asyncio.gather(*(seed(database, PACK) for _ in range(3))) == [first] * 3


@pytest.mark.parametrize("written", ["NB1 2AB", "nb12ab", " nb1  2ab ", "it is NB1 2AB"])
async def test_a_postcode_leads_to_its_addresses_in_reading_order(gazetteer: Gazetteer, written: str) -> None:
    found = await gazetteer.at_postcode(written)
    lines = [address.line for address in found]
    assert lines.index("2 Mill Lane, Northbridge") < lines.index("10 Mill Lane, Northbridge")
    assert lines.index("Flat 1, 14 Mill Lane, Northbridge") < lines.index("Flat 4, 14 Mill Lane, Northbridge")
    assert {(each.postcode, each.ward) for each in found} == {("NB1 2AB", "Bridge End")}
    assert all(each.uprn.isdigit() and each.latitude and each.longitude for each in found)


@pytest.mark.parametrize("postcode", ["NB1 9ZZ", "SW1A 2AA", "hello", "", "NB1"])
async def test_a_postcode_that_is_not_ours_has_no_addresses(gazetteer: Gazetteer, postcode: str) -> None:
    assert await gazetteer.at_postcode(postcode) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("flat 2 14 mill lane nb1 2ab", "Flat 2, 14 Mill Lane, Northbridge"),
        ("7 elm rd", "7 Elm Road, Northbridge"),
        ("88 park cresent", "88 Park Crescent, Northbridge"),
        ("old vicarage", "The Old Vicarage, Church Lane, Northbridge"),
    ],
)
async def test_free_text_finds_the_address_that_is_meant_first(gazetteer: Gazetteer, text: str, meant: str) -> None:
    found = await gazetteer.match(text)
    assert found[0].line == meant
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len(found) <= 10


@pytest.mark.parametrize("text", ["", "what day is my bin", "x" * 5000, "'; drop table gazetteer_address; --", "\x00"])
async def test_free_text_that_is_no_address_finds_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert await gazetteer.match(text) == []


@pytest.mark.parametrize(
    ("postcode", "council"),
    [
        ("NB9 3TA", "Fellshire Council"),
        ("nb127hj", "Southmoor Borough Council"),
        ("NB1 2AB", None),  # ours
        ("NB1 9ZZ", None),  # nobody knows
        ("nonsense", None),
    ],
)
async def test_a_postcode_outside_the_area_is_told_its_council_where_that_is_known(
    gazetteer: Gazetteer, postcode: str, council: str | None
) -> None:
    found = await gazetteer.council_of(postcode)
    assert (found.council if found else None) == council


async def test_a_councils_own_addresses_take_the_place_of_the_sample_for_good(
    database: Database, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    loaded = await load(database, csv_file(tmp_path, GOOD))
    assert (loaded.put, loaded.total) == (1, 1)
    assert await seed(database, PACK) == 1
    assert [each.line for each in await gazetteer.at_postcode("NB1 9AA")] == ["7 New Road, Northbridge"]


async def test_a_later_file_changes_adds_and_removes(database: Database, gazetteer: Gazetteer, tmp_path: Path) -> None:
    await load(database, csv_file(tmp_path, GOOD, GOOD.replace("10000001", "10000002").replace(",7,", ",9,")))
    later = csv_file(
        tmp_path,
        GOOD.replace(",I,", ",U,").replace(",7,", ",7A,"),
        "10000002,D,2,0,0,,,9,NEW ROAD,NORTHBRIDGE,NB1 9AA",
        "10000003,I,4,0,0,,,11,NEW ROAD,NORTHBRIDGE,NB1 9AA",  # demolished
    )
    loaded = await load(database, later)
    assert (loaded.put, loaded.removed, loaded.total) == (1, 2, 1)
    assert [each.line for each in await gazetteer.at_postcode("NB1 9AA")] == ["7A New Road, Northbridge"]


async def test_replacing_removes_what_the_file_no_longer_has(database: Database, tmp_path: Path) -> None:
    await load(database, csv_file(tmp_path, GOOD))
    loaded = await load(database, csv_file(tmp_path, GOOD.replace("10000001", "10000009")), replace=True)
    assert loaded.total == 1


async def test_rows_that_are_no_addresses_are_left_out_and_told(database: Database, tmp_path: Path) -> None:
    rows = (
        GOOD,
        GOOD.replace("10000001", "x1"),
        GOOD.replace("NB1 9AA", "none"),
        GOOD.replace("55.1", "north"),
        GOOD.replace("55.1", "155.1"),
        GOOD.replace(",7,NEW ROAD", ",,"),
        "short,row",
    )
    loaded = await load(database, csv_file(tmp_path, *rows))
    assert loaded.put == 1
    assert sum(loaded.unreadable.values()) == 6
    lines = told(loaded)
    assert "1 addresses loaded" in lines
    assert "Row 3: the UPRN is not a number of up to 12 digits." in lines


@pytest.mark.parametrize(
    ("content", "told_of"),
    [
        (b"", "Missing: UPRN, LATITUDE, LONGITUDE, POSTCODE or POSTCODE_LOCATOR"),
        (b"UPRN,LATITUDE\n1,2\n", "Missing: LONGITUDE"),
        (HEADING.encode() + b"\n\xff\xfe\x00", "not UTF-8"),
        (HEADING.encode() + b"\nx,y\n", "nothing was changed"),
    ],
)
async def test_a_file_that_is_wrong_as_a_whole_changes_nothing(
    database: Database, gazetteer: Gazetteer, tmp_path: Path, content: bytes, told_of: str
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    with pytest.raises(FileProblem, match=told_of):
        await load(database, file)
    assert await gazetteer.at_postcode("NB1 2AB")


async def test_the_councils_own_columns_are_read_where_royal_mail_has_none(database: Database, tmp_path: Path) -> None:
    heading = (
        "UPRN,LATITUDE,LONGITUDE,SAO_TEXT,PAO_START_NUMBER,PAO_START_SUFFIX,PAO_END_NUMBER,STREET_DESCRIPTION,"
        "TOWN_NAME,POSTCODE_LOCATOR,WARD_CODE"
    )
    row = "12,55.1,-2.1,ANNEXE,14,A,16,ST MARY'S ROAD,NORTHBRIDGE,NB1 9AB,E05999999"
    await load(database, csv_file(tmp_path, row, heading=heading))
    (found,) = await Gazetteer(database).at_postcode("NB1 9AB")
    assert (found.line, found.ward) == ("Annexe, 14A-16 St Mary's Road, Northbridge", "E05999999")
