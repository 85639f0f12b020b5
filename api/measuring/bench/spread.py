"""What a list of measured times comes to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}


def spread(milliseconds: Sequence[float], *names: str) -> dict[str, float]:
    """The named percentiles (`p50`, `p95`, `p99`, `max`), each one of the times; zeros when nothing was measured."""
    found = np.quantile(milliseconds or [0.0], [SHARES[name] for name in names], method="lower")
    return {name: round(float(each), 1) for name, each in zip(names, found, strict=True)}
