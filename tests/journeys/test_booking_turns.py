"""The measurement of booking turns books from first to last, so its figures are of turns that went right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.measuring.bench.booking_chat import booking_turns
from api.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Site


def test_every_turn_of_a_booking_is_measured(site: Site) -> None:
    found = booking_turns(site.url, Settings(_env_file=None).council_pack, print, residents=1, warm_up=0)
    assert found["count"] == 10
    assert list(found["by_step_ms"]) == [
        "start", "items", "own", "concession", "address", "slot", "name", "email", "phone", "confirm",
    ]  # fmt: skip
