"""A small gazetteer in memory, which finds addresses as the real one does: by postcode, number and street."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.kernel.addresses import Address

NORTHBRIDGE = Path(__file__).parents[3] / "knowledge/councils/northbridge"


@dataclass(frozen=True)
class Home:
    uprn: str
    line: str
    postcode: str
    ward: str
    score: float = 1.0


HOMES = (
    Home("100010000001", "12 Mill Lane", "NB3 4LT", "Millbrook"),
    Home("100010000002", "12A Mill Lane", "NB3 4LT", "Millbrook"),
    Home("100010000003", "7 Station Road", "NB2 1QD", "Northgate"),
    Home("100090000007", "Flat 3, Castle Court", "NB2 1QD", "Northgate"),
    Home("100010000009", "1 Far Farm", "NB9 9ZZ", "Beyond"),
)


class Streets:
    """Some homes of Northbridge."""

    def __init__(self, homes: Sequence[Home] = HOMES) -> None:
        self._homes = homes

    async def at_postcode(self, postcode: str) -> Sequence[Address]:
        return [home for home in self._homes if home.postcode == postcode]

    async def match(self, text: str) -> Sequence[Address]:
        said = set(re.findall(r"\w+", text.lower()))
        found = []
        for home in self._homes:
            words = set(re.findall(r"\w+", f"{home.line} {home.postcode}".lower()))
            score = len(said & words) / len(words)
            if score >= 0.5:
                found.append(Home(home.uprn, home.line, home.postcode, home.ward, score))
        return sorted(found, key=lambda home: -home.score)
