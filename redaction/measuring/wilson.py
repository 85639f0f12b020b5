"""How sure a measured share is."""

from __future__ import annotations

from scipy.stats import binomtest


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95% score interval of the share `hits` of `total` (E. B. Wilson, 1927); (0, 1) when nothing was counted."""
    if not total:
        return 0.0, 1.0
    counted = binomtest(hits, total, hits / total)  # beside the default, one half, a seldom hit of thousands overflows
    interval = counted.proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)
