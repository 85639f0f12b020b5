"""The words in which a resident is asked how it went, from asking.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("rating.yml")


def asking_words(lang: str | None) -> Mapping[str, Any]:
    """The words in a resident's language; in English where there are none."""
    return _words().get(lang or "en", _words()["en"])


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    read: Mapping[str, Mapping[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
