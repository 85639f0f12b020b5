"""reports.yml: every mistake is told with its line, and the questions are asked in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.reports.form import make_form, missing
from api.reports.place import read_point, same_place
from api.reports.read_kinds import read_kinds
from bot.forms.form import FieldKind
from knowledge.pack.load import PackError
from tests.support.services.residents import council, kinds

WRONG = """jurisdiction: here
colour: red
reports:
  council-tax:
    title: No report
  pothole:
    where: moon
    within: far
    public: perhaps
    next_step: "Within {{ no.such.fact }}"
    questions:
      where: { ask: Where, label: Where }
      what: { label: What, choices: { a: [1] } }
    danger: { ask: Danger, priority: low }
    smell: bad
"""


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reports.yml").write_text(WRONG, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_kinds(tmp_path, council().pack)
    told = [(problem.line, problem.what) for problem in caught.value.problems if problem.line]
    assert [line for line, _ in told] == [2, 4, 6, 7, 8, 9, 10, 12, 13, 13, 14, 15]
    missing_ones = [problem.what for problem in caught.value.problems if not problem.line]
    assert "The service `graffiti` takes reports; say here what to ask." in missing_ones


def test_a_pack_without_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"reports\.yml: This file cannot be read"):
        read_kinds(tmp_path, council().pack)


def test_an_address_comes_first_and_a_place_after_what_it_is() -> None:
    assert missing(make_form(kinds().kinds["missed-bin"]), {})[:3] == ("where", "bin", "neighbours")
    pothole = ("what", "danger", "where", "details", "photo", "email")
    assert missing(make_form(kinds().kinds["pothole"]), {}) == pothole
    assert missing(make_form(kinds().kinds["pothole"]), {"what": "hole", "where": "x"})[0] == "danger"
    fraud = make_form(kinds().kinds["benefit-fraud"])
    assert {field.kind for field in fraud.fields} == {FieldKind.TEXT, FieldKind.CHOICE}  # nobody is asked who they are


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("geo:51.5,-0.12", "geo:51.50000,-0.12000"),
        (" geo:51.123456789,0.1;u=35 ", "geo:51.12346,0.10000"),
        ("geo:-90,180", "geo:-90.00000,180.00000"),
        ("geo:91,0", None),
        ("geo:51.5", None),
        ("geo:nan,0", None),
        ("51.5,-0.12", None),
        ("geo:٥١.5,0", None),
    ],
)
def test_points_are_read_and_rounded(text: str, point: str | None) -> None:
    found = read_point(text)
    assert (str(found) if found else None) == point


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Outside the Co-op, High St", "outside Co-op High Street", True),
        ("next to the bus stop on Mill Lane", "bus stop on mill ln", True),
        ("St John's Road", "St Johns Rd.", True),
        ("High Street", "Low Street", False),
        ("outside <ADDRESS_1>", "outside <ADDRESS_1>", False),
    ],
)
def test_words_for_a_place_come_down_to_the_same(one: str, other: str, same: bool) -> None:
    assert (same_place(one) == same_place(other) != "") is same
