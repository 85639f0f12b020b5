"""What a single share does not tell: which services are mixed up, what certainty is worth, and what caution costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.stats import binned_statistic

from bot.training.evaluate import Share


@dataclass(frozen=True, slots=True)
class Judged:
    """One enquiry: the right service, the one that was ranked first, and its confidence."""

    right: str
    first: str | None
    confidence: float

    @property
    def correct(self) -> bool:
        """Whether the right service came first."""
        return self.first == self.right


@dataclass(frozen=True, slots=True)
class Bin:
    """Enquiries of about the same confidence: their mean confidence, and the share that was right."""

    confidence: float
    share: Share


def confusions(judged: Iterable[Judged], most: int = 15) -> list[tuple[str, str, int]]:
    """The pairs of services that are mixed up most: the right one, the one taken for it, how often."""
    wrong = Counter((each.right, each.first or "none") for each in judged if not each.correct)
    pairs = sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(right, taken, count) for (right, taken), count in pairs[:most]]


def by_service(judged: Iterable[Judged]) -> dict[str, Share]:
    """The share of each service's enquiries that it came first for, the worst first."""
    ordered = sorted(judged, key=lambda each: each.right)
    shares = {
        slug: Share.of(each.correct for each in group) for slug, group in groupby(ordered, lambda each: each.right)
    }
    return dict(sorted(shares.items(), key=lambda pair: (pair[1].hits / pair[1].total, -pair[1].total, pair[0])))


def risk_coverage(judged: Sequence[Judged]) -> list[tuple[float, float]]:
    """For each share of enquiries that is answered, the surest first: the share of those answers that is wrong."""
    ordered = sorted(judged, key=lambda each: -each.confidence)
    counts = np.arange(1, len(ordered) + 1)
    risks = np.cumsum([not each.correct for each in ordered]) / counts
    return list(zip((counts / max(1, len(ordered))).tolist(), risks.tolist(), strict=True))


def area(points: Sequence[tuple[float, float]]) -> float:
    """The mean risk over all coverages: one number for a curve, smaller is better."""
    return sum(risk for _, risk in points) / len(points) if points else 0.0


def reliability(judged: Sequence[Judged], bins: int = 10) -> list[Bin]:
    """Confidence against what it was worth, in bins of equal width; empty ones are left out."""
    confidence = [each.confidence for each in judged]
    sums = [confidence, [each.correct for each in judged], np.ones(len(judged))]
    told, right, counts = binned_statistic(confidence, sums, "sum", bins, range=(0, 1)).statistic
    filled = np.flatnonzero(counts)
    return [Bin(float(told[at] / counts[at]), Share(int(right[at]), int(counts[at]))) for at in filled]


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence is from what it was worth, on average over enquiries (expected calibration error)."""
    total = sum(each.share.total for each in bins)
    return sum(abs(each.confidence * each.share.total - each.share.hits) for each in bins) / total if total else 0.0
