"""The stand-ins of outside services are here for every test that speaks to one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
