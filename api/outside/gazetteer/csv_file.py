"""Reads addresses from a CSV file with the column names of AddressBase Plus.

The columns are those of Ordnance Survey's technical specification
(https://docs.os.uk/os-downloads/addressing-and-location/addressbase-plus): UPRN, CHANGE_TYPE, STATE, LATITUDE,
LONGITUDE; the delivery point's, RM_ORGANISATION_NAME, SUB_BUILDING_NAME, BUILDING_NAME, BUILDING_NUMBER, THOROUGHFARE,
DEPENDENT_LOCALITY, POST_TOWN and POSTCODE; the council's own, LA_ORGANISATION, SAO_..., PAO_..., STREET_DESCRIPTION,
LOCALITY, TOWN_NAME, POSTCODE_LOCATOR and WARD_CODE. Columns are found by name, in any order. WARD_NAME is ours: it wins
over WARD_CODE.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.outside.gazetteer.address_words import plain
from redaction.text.postcode import is_postcode, postcode_in

NEEDED = ("UPRN", "LATITUDE", "LONGITUDE")
DEMOLISHED = "4"
_UPRN = re.compile(r"[0-9]{1,12}")
_SMALL = {"And", "At", "By", "In", "Of", "On", "Or", "The", "Upon", "Under", "Le"}


class FileProblem(Exception):
    """The file cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class GazetteerRow:
    """One address as the table keeps it."""

    uprn: str
    line: str
    postcode: str
    ward: str
    latitude: float
    longitude: float
    flat: str
    number: str
    name: str
    street: str


@dataclass(frozen=True, slots=True)
class RemovedAddress:
    """An address that there is no longer."""

    uprn: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is no address, and why."""

    row: int
    why: str


def read(lines: Iterable[str]) -> Iterator[GazetteerRow | RemovedAddress | Unreadable]:
    """Every row below the heading. Raises FileProblem for a file without the columns."""
    rows = csv.DictReader(lines, strict=True)
    try:
        rows.fieldnames = _columns(rows.fieldnames or ())
        for number, row in enumerate(rows, start=2):
            yield _row(number, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)})
    except csv.Error as error:
        raise FileProblem(f"The file is no CSV after line {rows.line_num}: {error}.") from None
    except UnicodeDecodeError:
        raise FileProblem("The file is not UTF-8. Save it as CSV in UTF-8 and load it again.") from None


def _columns(heading: Iterable[str]) -> list[str]:
    """The columns' names. Raises FileProblem when one is missing that every address needs."""
    columns = [name.strip().upper() for name in heading]
    missing = [name for name in NEEDED if name not in columns]
    if not {"POSTCODE", "POSTCODE_LOCATOR"} & set(columns):
        missing.append("POSTCODE or POSTCODE_LOCATOR")
    if missing:
        told = ", ".join(missing)
        raise FileProblem(f"The first line must name the columns, as AddressBase Plus does. Missing: {told}.")
    return columns


def _row(number: int, row: Mapping[str, str]) -> GazetteerRow | RemovedAddress | Unreadable:
    uprn = row["UPRN"].lstrip("0")
    if not _UPRN.fullmatch(uprn):
        return Unreadable(number, "the UPRN is not a number of up to 12 digits")
    if row.get("CHANGE_TYPE", "").upper() == "D" or row.get("STATE", "") == DEMOLISHED:
        return RemovedAddress(uprn)
    postcode = row.get("POSTCODE") or row.get("POSTCODE_LOCATOR") or ""
    if not is_postcode(postcode):
        return Unreadable(number, "there is no postcode")
    try:
        latitude, longitude = float(row["LATITUDE"]), float(row["LONGITUDE"])
    except ValueError:
        return Unreadable(number, "latitude or longitude is not a number")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Unreadable(number, "latitude or longitude is out of range")
    parts = _parts(row)
    if not parts.street and not parts.name:
        return Unreadable(number, "there is neither a street nor a name")
    return GazetteerRow(
        uprn=uprn,
        line=parts.line[:300],
        postcode=postcode_in(postcode) or "",
        ward=(row.get("WARD_NAME") or row.get("WARD_CODE") or "")[:80],
        latitude=latitude,
        longitude=longitude,
        flat=plain(parts.flat)[:100],
        number=plain(parts.number)[:20],
        name=plain(parts.name)[:200],
        street=plain(parts.street)[:120],
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    flat: str
    number: str
    name: str
    street: str
    line: str


def _parts(row: Mapping[str, str]) -> _Parts:
    """The delivery point's parts where Royal Mail delivers, else the council's own."""

    def get(*names: str) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    organisation = get("RM_ORGANISATION_NAME", "LA_ORGANISATION")
    if get("POSTCODE") and get("THOROUGHFARE", "BUILDING_NAME", "BUILDING_NUMBER"):
        flat, building, number = get("SUB_BUILDING_NAME"), get("BUILDING_NAME"), get("BUILDING_NUMBER")
        street = get("DEPENDENT_THOROUGHFARE", "THOROUGHFARE")
        places = [get("DEPENDENT_LOCALITY"), get("POST_TOWN")]
    else:
        flat, building = _numbered(row, "SAO") or get("SAO_TEXT"), get("PAO_TEXT")
        number, street = _numbered(row, "PAO"), get("STREET_DESCRIPTION")
        places = [get("LOCALITY"), get("TOWN_NAME")]
    if not number and re.fullmatch(r"[0-9]+[A-Z]?(-[0-9]+[A-Z]?)?", building, re.IGNORECASE):
        number, building = building, ""  # Royal Mail keeps "14A" among the names
    where = [organisation, flat, building, " ".join(part for part in (number, street) if part), *places]
    line = ", ".join(dict.fromkeys(titled(part) for part in where if part))
    return _Parts(flat, number, " ".join(part for part in (organisation, building) if part), street, line)


def _numbered(row: Mapping[str, str], object_: str) -> str:
    """`14A`, or `14-16`, of the columns PAO_START_NUMBER and so on."""
    start = row.get(f"{object_}_START_NUMBER", "") + row.get(f"{object_}_START_SUFFIX", "")
    end = row.get(f"{object_}_END_NUMBER", "") + row.get(f"{object_}_END_SUFFIX", "")
    return f"{start}-{end}" if start and end else start


def titled(words: str) -> str:
    """Capitals made readable: `Flat 2`, `St John's Road`, `14A`. What has small letters already stays as it is."""
    if words != words.upper():
        return words
    made = [word if any(sign.isdigit() for sign in word) else _capital(word) for word in words.split(" ")]
    return " ".join(word.lower() if at and word in _SMALL else word for at, word in enumerate(made))


def _capital(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
