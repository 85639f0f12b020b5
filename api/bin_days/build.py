"""Puts bin days together."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from api.bin_days.calendar import BinCalendar
from api.bin_days.missed import MissedBin
from api.bin_days.read_rounds import read_rounds
from api.bin_days.service import BinDayService
from api.kernel.addresses import Gazetteer
from api.settings import Settings
from bot.council import Council


@dataclass(frozen=True, slots=True)
class BinDayParts:
    """The page's service, and the check of missed bins."""

    service: BinDayService
    missed: MissedBin


def make_bin_days(settings: Settings, council: Council, gazetteer: Gazetteer | None) -> BinDayParts | None:
    """Bin days of the council's pack; None where it has no rounds. Raises PackError."""
    rounds = read_rounds(settings.council_pack)
    if rounds is None:
        return None
    calendar = BinCalendar(rounds, council.calendar)
    host = urlsplit(settings.public_url).hostname or "localhost"
    service = BinDayService(calendar, gazetteer, host, council.name)
    return BinDayParts(service, MissedBin(calendar, gazetteer))
