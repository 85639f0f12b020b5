"""The comparison with stock Rasa: its arithmetic and its table, without either system."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from api.measuring.peers import Answered, measured, table, write_table
from bot.training.stock_rasa import FALLBACK, STOCK, ranked

INSIDE = [{"service": "missed-bin"}, {"service": "parking-fine"}, {"service": "new-bin"}]
ASKED = [
    Answered(("missed-bin", "new-bin"), answered=True, turned_away=False, milliseconds=10),
    Answered(("missed-bin", "parking-fine"), answered=True, turned_away=False, milliseconds=20),
    Answered((), answered=False, turned_away=True, milliseconds=30),
]
OUTSIDE = [Answered(("missed-bin",), answered=False, turned_away=True, milliseconds=40)]


def test_both_are_measured_by_the_same_arithmetic() -> None:
    found = measured(INSIDE, ASKED, OUTSIDE)
    hits = {name: round(each["share"] * each["total"]) for name, each in found.items() if isinstance(each, dict)}
    assert hits == {
        "top_1": 1,
        "top_3": 2,
        "answered": 2,
        "answered_with_the_wrong_service": 1,
        "turned_away": 1,
        "out_of_scope_caught": 1,
    }
    assert (found["p50_ms"], found["p95_ms"]) == (20, 30)


def test_the_table_goes_between_its_marks_and_nothing_else_changes(tmp_path: Path) -> None:
    document = tmp_path / "triage.md"
    document.write_text("before\n<!-- peers -->\nearlier\n<!-- /peers -->\nafter\n", encoding="utf-8")
    found = {**measured(INSIDE, ASKED, OUTSIDE), "resident_mb": 900, "training": {"cpu_seconds": 90}}
    for _ in range(2):
        write_table(document, table({"reeve": found, "stock_rasa": found}))
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- peers -->\n\n| | Reeve")
    assert text.endswith("<!-- /peers -->\nafter\n")
    assert "earlier" not in text
    assert "| resident memory | 900 MB | 900 MB |" in text
    assert "| training, processor time | 1.5 min | 1.5 min |" in text


@pytest.mark.parametrize("first", ["missed_bin", FALLBACK])
def test_the_fallback_is_no_intent_of_its_own(first: str) -> None:
    names = ["missed_bin", "new_bin"] if first == "missed_bin" else [FALLBACK, "missed_bin", "new_bin"]
    seen = {"intent": {"name": first}, "intent_ranking": [{"name": name} for name in names]}
    assert ranked(seen) == (("missed_bin", "new_bin"), first == FALLBACK)


def test_the_peer_is_the_pipeline_that_rasa_uses_by_default() -> None:
    rasa = find_spec("rasa")
    assert rasa is not None
    file = Path(str(rasa.origin)).parent / "engine" / "recipes" / "config_files" / "default_config.yml"
    own = yaml.safe_load(file.read_text(encoding="utf-8"))["pipeline"]
    assert STOCK["pipeline"] == [each for each in own if each["name"] != "ResponseSelector"]
