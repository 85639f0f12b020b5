"""Services left out on purpose, to learn how far the pages alone are to be believed, and to measure it.

A service that a council publishes today has no training examples. So for some of the golden enquiries the right
service is hidden from whatever training taught, as if it came later, with others beside it; for some only others are.
The weight of the search, and what stands in for the silent witnesses, are fitted on these. Which services are measured
by is fixed: no fitting ever hides them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

EVERY, FIRST, COUNT = 12, 6, 10  # of the services by slug, every twelfth from the seventh on: ten are measured by
HIDDEN_TOO = 10  # services that are hidden beside the right one
DRAWS = 2  # times that others are drawn for each enquiry
# What each kind counts together, where the plain enquiries are 1
RIGHT_HIDDEN, OTHERS_HIDDEN, OWN_WORDS = 0.3, 0.2, 0.2
SEED = 11


@dataclass(frozen=True, slots=True)
class Lesson:
    """One row to fit by: the place of its text, the services hidden in it, and how much it counts."""

    row: int
    hidden: frozenset[str]
    count: float


def measured_by(services: Collection[str]) -> tuple[str, ...]:
    """The ten services that are left out when it is measured, and never when the weights are fitted."""
    return tuple(sorted(services)[FIRST::EVERY][:COUNT])


def lessons(right: Sequence[str], taught: Collection[str]) -> list[Lesson]:
    """The rows to fit by for enquiries about the services `right`: plain, with the right one hidden, and with others.

    `taught` are the services that have examples. What is about a service that is measured by is left out altogether.
    """
    random = np.random.default_rng(SEED)
    may_hide = sorted(set(taught) - set(measured_by(taught)))
    rows = [number for number, slug in enumerate(right) if slug in may_hide]

    def drawn(hides_right: bool, share: float) -> list[Lesson]:
        return [_drawn(random, row, right[row], may_hide, hides_right, share / DRAWS) for row in rows * DRAWS]

    plain = [Lesson(row, frozenset(), 1.0) for row in rows]
    return [*plain, *drawn(True, RIGHT_HIDDEN), *drawn(False, OTHERS_HIDDEN)]


def own_words(services: Sequence[str], taught: Collection[str], enquiries: int) -> list[Lesson]:
    """The rows to fit by for questions asked as a page of `services` has them, plain and hidden, beside enquiries."""
    may_hide = set(taught) - set(measured_by(taught))
    rows = [number for number, slug in enumerate(services) if slug in may_hide]
    count = OWN_WORDS * enquiries / max(1, 2 * len(rows))
    return [Lesson(row, hidden, count) for row in rows for hidden in (frozenset[str](), frozenset({services[row]}))]


def _drawn(random: Generator, row: int, right: str, may_hide: Sequence[str], hides_right: bool, count: float) -> Lesson:
    others = [slug for slug in may_hide if slug != right]
    hidden = {others[place] for place in random.permutation(len(others))[:HIDDEN_TOO]}
    return Lesson(row, frozenset(hidden | {right} if hides_right else hidden), count)
