"""An address as bookings and reports see it, and postcodes in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

# https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom#Formatting : outward and inward code
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the gazetteer: reference data, tied to nobody. `line` is without the postcode; `ward` may be
    empty; latitude and longitude are WGS 84; `score` from 0 to 1 is how well it fits what was looked for."""

    uprn: str
    line: str
    postcode: str
    ward: str
    latitude: float
    longitude: float
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another council, which serves an address outside the area; website and phone are empty where not known."""

    council: str
    website: str = ""
    phone: str = ""


def postcode_in(text: str) -> str | None:
    """The first postcode in a text, as `NB1 2AB`; None where there is none."""
    found = POSTCODE.search(text)
    return f"{found[1]} {found[2]}".upper() if found else None


def outward(postcode: str) -> str:
    """The first half of a postcode: `NB1` of `NB1 2AB`."""
    return postcode.partition(" ")[0]
