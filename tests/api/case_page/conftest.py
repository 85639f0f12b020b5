"""The desk's fixtures, for the case page."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("staff", "desk"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))

pytest_plugins: list[str] = []
