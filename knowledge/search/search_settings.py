"""How a search weighs what it finds: the numbers of search.yml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

SEARCH = Path(__file__).with_name("search.yml")


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Weights of the two legs, and the least meaning (`Hit.dense`) of an accepted hit.

    A score is `dense` x meaning + `lexical` x share of letters matched. Nothing is rescaled by query, so a
    score means the same in every search. `names` is the part of the meaning that a page's synonyms and
    questions decide.
    """

    dense: float
    lexical: float
    names: float
    accept: float


@cache
def search_settings(file: Path = SEARCH) -> SearchSettings:
    """The settings of a file. Raises ValueError that names what is missing, unknown or out of bounds."""
    written = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    names = {field.name for field in fields(SearchSettings)}
    if set(written) != names:
        raise ValueError(f"{file.name} must hold {', '.join(sorted(names))}, and nothing else.")
    for name, value in written.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueError(f"{name} in {file.name} must be a number from 0 to 1.")
    return SearchSettings(**written)
