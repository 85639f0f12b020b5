from __future__ import annotations

import pytest

from api.measuring.bench import bench
from api.settings import Settings


def test_an_unknown_measurement_is_refused_with_those_there_are() -> None:
    with pytest.raises(SystemExit, match="no measurement `speed`"):
        bench(Settings(_env_file=None), ["speed"], print)
