from __future__ import annotations

import pytest

from api.measuring.bench.measurements import bench
from api.measuring.bench.spread import spread
from api.settings import Settings


def test_an_unknown_measurement_is_refused_with_those_there_are() -> None:
    with pytest.raises(SystemExit, match="no measurement `speed`"):
        bench(Settings(_env_file=None), ["speed"], print)


def test_percentiles_are_some_of_the_times() -> None:
    assert spread([5, 1, 4, 2], "p50", "p95", "p99", "max") == {"p50": 2, "p95": 4, "p99": 4, "max": 5}


def test_nothing_measured_took_no_time() -> None:
    assert spread([], "p50", "max") == {"p50": 0, "max": 0}
