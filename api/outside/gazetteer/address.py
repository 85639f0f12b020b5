"""An address as bookings and reports see it, and postcodes in one spelling."""

from __future__ import annotations

from dataclasses import dataclass


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
