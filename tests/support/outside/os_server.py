"""OS Places as its documents describe it: a header, and results with DPA records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support.outside.local_server import Answer, LocalServer

OURS, THEIRS = 9051, 9052
KEY = "os-key-for-tests"


def record(uprn: str, address: str, postcode: str, custodian: int, match: float = 1.0) -> dict[str, Any]:
    """A DPA record, shortened."""
    return {
        "DPA": {
            "UPRN": uprn,
            "ADDRESS": address,
            "POSTCODE": postcode,
            "POST_TOWN": "NORTHBRIDGE",
            "LAT": 55.25,
            "LNG": -2.5,
            "WARD_CODE": "E05999999",
            "LOCAL_CUSTODIAN_CODE": custodian,
            "LOCAL_CUSTODIAN_CODE_DESCRIPTION": "NORTHBRIDGE" if custodian == OURS else "FELLSHIRE",
            "MATCH": match,
            "MATCH_DESCRIPTION": "EXACT",
        }
    }


class OsServer(LocalServer):
    """Answers `/postcode` and `/find` from a few records."""

    def __init__(self) -> None:
        super().__init__()
        self.records = [
            record("999900000701", "FLAT 2, 14, MILL LANE, NORTHBRIDGE, NB1 2AB", "NB1 2AB", OURS, 0.6),
            record("999900000702", "16, MILL LANE, NORTHBRIDGE, NB1 2AB", "NB1 2AB", OURS, 0.9),
            record("999900000703", "1, FELL ROAD, FELLTON, NB9 3TA", "NB9 3TA", THEIRS),
        ]

    def answer(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Answer:
        if self.headers[-1].get("key") != KEY:
            return 401, {"error": {"statuscode": 401, "message": "Invalid ApiKey"}}
        found = [each for each in self.records if path == "/find" or each["DPA"]["POSTCODE"] == query.get("postcode")]
        header = {"uri": "x", "query": "x", "offset": 0, "totalresults": len(found), "format": "JSON", "dataset": "DPA"}
        return 200, {"header": header, "results": found} if found else {"header": header}
