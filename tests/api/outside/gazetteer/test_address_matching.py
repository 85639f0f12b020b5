"""What people write, and the address that they mean: pure, over the council pack's sample."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.outside.gazetteer.address_words import plain
from api.outside.gazetteer.csv_file import GazetteerRow, read, titled
from api.outside.gazetteer.matching import LEAST, KnownAddress, parse, score
from api.settings import Settings

SAMPLE = Settings(_env_file=None).council_pack / "addresses.csv"


def sample() -> list[GazetteerRow]:
    with SAMPLE.open(encoding="utf-8") as lines:
        return [row for row in read(lines) if isinstance(row, GazetteerRow)]


ENTRIES = sample()


def best(text: str) -> list[tuple[float, str]]:
    """The addresses that fit best, all with the highest score."""
    written = parse(text)
    known = [KnownAddress(e.flat, e.number, e.name, e.street, e.line, e.postcode) for e in ENTRIES]
    scored = [(score(written, each), f"{each.line}, {each.postcode}") for each in known]
    top = max(points for points, _ in scored)
    return [(points, line) for points, line in scored if points == top and points >= LEAST]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("flat 2 14 mill lane nb1 2ab", "Flat 2, 14 Mill Lane, Northbridge, NB1 2AB"),
        ("Flat 2, 14 Mill Lane, Northbridge, NB1 2AB", "Flat 2, 14 Mill Lane, Northbridge, NB1 2AB"),
        ("2/14 Mill Ln NB12AB", "Flat 2, 14 Mill Lane, Northbridge, NB1 2AB"),
        ("14 Mill Lane, Millbrook", "14 Mill Lane, Millbrook, Northbridge, NB2 4QP"),
        ("14 mil lane nb2 4qp", "14 Mill Lane, Millbrook, Northbridge, NB2 4QP"),
        ("no 7 elm rd", "7 Elm Road, Northbridge, NB1 2CD"),
        ("7, Elm Road", "7 Elm Road, Northbridge, NB1 2CD"),
        ("88 park cresent", "88 Park Crescent, Northbridge, NB2 8HG"),
        ("11A abbey road", "11A Abbey Road, Northbridge, NB1 5GH"),
        ("5 NB1 2CD", "5 Elm Road, Northbridge, NB1 2CD"),
        ("flat 6 tannery court", "Flat 6, Tannery Court, 41 Wharf Road, Northbridge, NB1 3DF"),
        ("the old vicarage church lane", "The Old Vicarage, Church Lane, Northbridge, NB6 1RP"),
        ("old vicarage", "The Old Vicarage, Church Lane, Northbridge, NB6 1RP"),
        ("17 station road eastholme", "17 Station Road, Eastholme, Northbridge, NB7 2QD"),
        ("10 HIGH ST EASTHOLME", "10 High Street, Eastholme, Northbridge, NB7 1AB"),
    ],
)
def test_the_address_that_is_meant_fits_best(text: str, meant: str) -> None:
    assert [line for _, line in best(text)] == [meant]


@pytest.mark.parametrize("text", ["", "   ", "road", "99", "hello there", "47 Nowhere Boulevard", "NB1", "<ADDRESS_1>"])
def test_what_is_no_address_here_fits_nothing(text: str) -> None:
    assert best(text) == []


def test_another_number_on_the_same_street_scores_less() -> None:
    known = KnownAddress("", "14", "", "mill lane", "14 Mill Lane, Northbridge", "NB1 2AB")
    assert score(parse("14 mill lane"), known) > 2 * score(parse("15 mill lane"), known) - 0.2
    assert score(parse("15 mill lane"), known) < LEAST


@pytest.mark.parametrize("entry", ENTRIES[::9], ids=lambda entry: entry.uprn)
def test_every_address_is_found_by_its_own_line(entry: GazetteerRow) -> None:
    assert f"{entry.line}, {entry.postcode}" in [line for _, line in best(f"{entry.line} {entry.postcode}")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_upsets_it(text: str) -> None:
    known = KnownAddress("flat 2", "14", "", "mill lane", "Flat 2, 14 Mill Lane, Northbridge", "NB1 2AB")
    assert 0 <= score(parse(text), known) <= 1


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("14 Mill Ln.", "14 mill lane"),
        ("St John's Rd", "st johns road"),
        ("High St", "high street"),
        ("Apt 3", "flat 3"),
    ],
)
def test_short_forms_are_written_out(written: str, read_as: str) -> None:
    assert plain(written) == read_as


@pytest.mark.parametrize(
    ("capitals", "made"),
    [
        ("ST JOHN'S ROAD", "St John's Road"),
        ("14A", "14A"),
        ("STOKE-ON-THE-MOOR", "Stoke-On-The-Moor"),
        ("HOUSE OF THE WEAVERS", "House of the Weavers"),
        ("Already Written", "Already Written"),
    ],
)
def test_capitals_are_made_readable(capitals: str, made: str) -> None:
    assert titled(capitals) == made
