"""`reeve evaluate new-services`: which services and pages are left out, and which questions they are asked by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.assistant import make_council
from api.measuring import new_services
from api.measuring.new_services import about, by_source, others, second_pages
from api.settings import Settings
from bot.council import Council
from bot.training.evaluate import found
from bot.training.left_out import measured_by
from bot.turn import Conclusion, Outcome, RankedService, Turn
from redaction import NOTHING

pytestmark = pytest.mark.slow  # it imports everything that answers


@pytest.fixture(scope="module")
def council() -> Council:
    """Northbridge."""
    return make_council(Settings(_env_file=None))


def turn(*services: str, outcome: Outcome = Outcome.ANSWERED) -> Turn:
    """A turn that ranks some services, best first, and answers from the first."""
    ranked = tuple(RankedService(slug, 1 / (place + 2)) for place, slug in enumerate(services))
    first = services[0] if services else None
    return Turn(NOTHING.text, (), Conclusion(outcome, first, None, 0.9, ranked), (), None, [])


def test_ten_pages_are_left_out_and_none_of_a_service_that_is_left_out_besides(council: Council) -> None:
    services = measured_by(council.slugs)
    pages = second_pages(council.pack.pages, services)
    assert len({page.id for page in pages}) == 10
    assert not {page.service for page in pages} & set(services)
    assert pages == second_pages(reversed(council.pack.pages), services)


def test_the_questions_are_about_the_services_alone_and_the_others_about_the_rest(council: Council) -> None:
    services = measured_by(council.slugs)
    asked = dict(about(services))
    assert {"enquiries", "queries", "new_pages_a", "new_pages_b"} <= set(asked)
    assert {row["service"] for rows in asked.values() for row in rows} == set(services)
    assert not {row["service"] for row in others(services)} & set(services)


def test_rows_by_other_hands_are_asked_where_there_are_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"text": "a", "service": "pest-control"},
        {"text": "b", "service": "pothole"},
        {"text": "c", "other": "greet"},
    ]
    (tmp_path / "north.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr(new_services, "VOICES", tmp_path)
    assert dict(about(["pest-control"]))["north"] == rows[:1]


def test_shares_are_counted_and_told_by_source() -> None:
    rows = [{"text": "x", "service": "litter"}] * 4
    made = [turn("litter", "trees"), turn("trees", "litter"), turn("trees"), turn(outcome=Outcome.OUT_OF_SCOPE)]
    shares = {name: share["share"] for name, share in found(rows, made).items()}
    assert shares == {
        "top_1": 0.25, "top_3": 0.5, "answered": 0.75, "answered_with_the_wrong_service": 0.5, "turned_away": 0.25,
    }  # fmt: skip
    first = by_source(rows, made, ["a", "a", "b", "b"])
    assert [first[name]["share"] for name in ("a", "b")] == [0.5, 0.0]
