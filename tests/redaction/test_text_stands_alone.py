"""`redaction.text` may be imported by everybody, so it stands on nothing of redaction, and loads nothing of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = "{'presidio_analyzer', 'spacy', 'redaction.redactor'}"
LOAD_TEXT = f"import sys, redaction.text.fold; print({HEAVY} & set(sys.modules))"


def test_reading_text_loads_no_recogniser() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD_TEXT], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"


def test_the_import_contract_names_every_part_of_redaction_but_text() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    of_text = ["knowledge", "redaction.text"]
    (contract,) = [each for each in linter["contracts"] if each.get("source_modules") == of_text]
    parts = {path.stem for path in (ROOT / "redaction").iterdir() if path.suffix == ".py" or path.is_dir()}
    parts -= {"__init__", "__pycache__", "text"}
    assert set(contract["forbidden_modules"]) == {f"redaction.{part}" for part in parts}


@pytest.mark.parametrize(
    ("written_once", "elsewhere"),
    [
        # Passwords are normalised as their standard says; training data of names is romanised, not folded.
        (r"\bunicodedata\b", {"api/staff/accounts/passwords.py", "redaction/ner/pools.py"}),
        # What has slips, and what a message only begins, has shapes of its own.
        (r"\[A-Z\]\{\{?1,2\}\}?(?:\\d|\[0-9\])", {"redaction/recognisers/postcode.py", "redaction/unfinished.py"}),
        (r"\bninety\b|\beighteenth\b", set()),
    ],
)
def test_what_text_is_made_of_is_written_once(written_once: str, elsewhere: set[str]) -> None:
    files = (path for package in ("api", "bot", "knowledge", "redaction") for path in (ROOT / package).rglob("*.py"))
    found = {str(path.relative_to(ROOT)) for path in files if re.search(written_once, path.read_text(encoding="utf-8"))}
    assert {name for name in found if not name.startswith("redaction/text/")} <= elsewhere
