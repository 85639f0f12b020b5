"""desk.yml: read, checked, and refused in words that say what to put right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from api.casework.queue.clock import ClockKind
from api.casework.queue.desk_policy import PLAIN, DeskProblem, load_desk
from api.casework.queue.working_time import ALWAYS
from api.settings import Settings
from bot.turn import Priority
from knowledge.pack.calendar import PLAIN_CALENDAR
from knowledge.pack.load import load_pack

PACK = Settings(_env_file=None).council_pack


def test_the_packs_own_desk_fits_its_teams() -> None:
    policy = load_desk(PACK, PLAIN_CALENDAR, {team.slug for team in load_pack(PACK).teams})
    assert len(policy.hours("registrars").blocks[0]) == 2
    assert policy.counting("waste", "urgent") is ALWAYS
    assert policy.target("normal", ClockKind.FIRST) == timedelta(minutes=120)
    assert policy.deals("customer-services") and not policy.deals("waste")
    assert set(policy.targets) == set(Priority)


def test_a_pack_without_the_file_works_office_hours(tmp_path: Path) -> None:
    assert load_desk(tmp_path).hours("anything").blocks[4]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"calendar": "none"}, "there is no calendar none"),
        ({"teams": {"circus": {}}}, "there is no team circus"),
        ({"escalation": {"team": "circus"}}, "there is no team circus"),
        ({"teams": {"waste": {"calendar": "none"}}}, "there is no calendar none"),
        ({"targets": {"high": {"first": 1, "next": 1, "resolution": 1}}}, "there is no target for the priority"),
        ({"calendars": {"weekdays": {"days": {"mon": ["9-5"]}}}}, "write 08:00-12:30"),
        ({"calendars": {"weekdays": {"days": {"mon": ["12:00-11:00"]}}}}, "ends before it begins"),
        ({"calendars": {"weekdays": {"days": {"mon": ["08:00-12:00", "11:00-13:00"]}}}}, "do not overlap"),
        ({"calendars": {"weekdays": {"days": {"someday": ["08:00-12:00"]}}}}, "is no day"),
        ({"calendars": {"weekdays": {"days": {"mon": []}}}}, "at least one block"),
        ({"warn": 1}, "warn"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: dict[str, object], told: str) -> None:
    (tmp_path / "desk.yml").write_text(yaml.safe_dump({**PLAIN, **change}))
    with pytest.raises(DeskProblem, match=told):
        load_desk(tmp_path, PLAIN_CALENDAR, {"waste"})
