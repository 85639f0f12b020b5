"""OS Places API, version 1.

Formats: https://docs.os.uk/os-apis/accessing-os-apis/os-places-api/technical-specification : `/postcode` and `/find`
give a `header` with `totalresults` and `results`, each with a `DPA` (delivery point) record: UPRN, ADDRESS, POSTCODE,
LAT and LNG (with `output_srs=EPSG:4326`), WARD_CODE, LOCAL_CUSTODIAN_CODE (the council's code) and its description, and
MATCH from 0 to 1. The key goes in the header `key`, so that it stands in no address.

What is sent: the postcode, or the text of the address that a resident wrote. Nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.kernel.outside_faults import Later
from api.outside.gazetteer.address import Address
from api.outside.gazetteer.csv_file import titled
from api.outside.http import ServiceClient
from redaction.text.postcode import postcode_in, without_postcodes

PAUSE = 0.3  # seconds before the one second try: a resident waits
MOST = 100  # the most that OS gives at once
LEAST = 0.4  # MATCH below that is another address


@dataclass(frozen=True)
class OsPlaces:
    """The addresses of one council, by its local custodian code, in the OS Places API."""

    caller: ServiceClient
    custodian: int

    async def at_postcode(self, postcode: str) -> list[Address]:
        """Our addresses of a postcode. Raises Later or Refused."""
        records = await self._ask("/postcode", {"postcode": postcode, "maxresults": str(MOST)})
        return [address for record in records if self._ours(record) and (address := _address(record))]

    async def match(self, text: str) -> list[Address]:
        """Our addresses that OS finds for a text, best first. Raises Later or Refused."""
        asked = {"query": " ".join(text.split()), "maxresults": "10", "minmatch": str(LEAST)}
        records = await self._ask("/find", asked)
        found = [address for record in records if self._ours(record) and (address := _address(record))]
        return sorted(found, key=lambda address: -address.score)

    async def council_of(self, postcode: str) -> str | None:
        """The council that most addresses of a postcode belong to, if that is not us. Raises Later or Refused."""
        records = await self._ask("/postcode", {"postcode": postcode, "maxresults": str(MOST)})
        names = Counter(str(record.get("LOCAL_CUSTODIAN_CODE_DESCRIPTION") or "") for record in records)
        if not names or any(self._ours(record) for record in records):
            return None
        return titled(names.most_common(1)[0][0]) or None

    def _ours(self, record: Mapping[str, Any]) -> bool:
        return str(record.get("LOCAL_CUSTODIAN_CODE")) == str(self.custodian)

    async def _ask(self, path: str, asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
        """The records of an answer; a fault that passes is tried once more."""
        full = {**asked, "dataset": "DPA", "output_srs": "EPSG:4326", "format": "JSON"}
        try:
            return _records(await self.caller.get(path, full))
        except Later as later:
            if later.seconds is not None and later.seconds > PAUSE:
                raise
        await asyncio.sleep(PAUSE)
        return _records(await self.caller.get(path, full))


def _records(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The DPA records; an answer without results is one that found nothing. Raises Later for another shape."""
    results = answer.get("results", [])
    if not isinstance(answer.get("header"), dict) or not isinstance(results, list):
        raise Later("unreadable_answer")
    return [record for result in results if isinstance(result, dict) and isinstance(record := result.get("DPA"), dict)]


def _address(record: Mapping[str, Any]) -> Address | None:
    """The address of a record, or None where it has no place."""
    try:
        uprn, latitude, longitude = str(record["UPRN"]), float(record["LAT"]), float(record["LNG"])
        match = min(1.0, max(0.0, float(record.get("MATCH", 1.0))))
        whole = str(record["ADDRESS"])
    except (KeyError, TypeError, ValueError):
        return None
    if not uprn.isdecimal():
        return None
    postcode = postcode_in(str(record.get("POSTCODE", ""))) or ""
    line = ", ".join(titled(part) for part in without_postcodes(whole).split(", ") if part.strip(" ,"))
    return Address(
        uprn[:12], line.strip(" ,"), postcode, str(record.get("WARD_CODE") or ""), latitude, longitude, match
    )
