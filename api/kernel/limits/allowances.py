"""So many in a period for each key: all at once if need be, and then as they come back, one by one.

For each key one moment is kept: when its allowance will be whole again (the generic cell rate algorithm).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

ROOM = 50_000  # keys remembered at once; about 10 MB
INSTANT = 1e-6  # seconds: less than that is no wait


@dataclass(frozen=True)
class Claim:
    """One of `most` that `key` may have in `seconds`. No limit where `most` is 0."""

    key: str
    most: int
    seconds: float

    @property
    def gap(self) -> float:
        """Seconds until one that was taken comes back."""
        return self.seconds / self.most


class Allowances(Protocol):
    """Keeps count of what was taken."""

    async def take(self, *claims: Claim) -> float:
        """Takes one for each claim and returns 0, or takes none and returns the seconds until there is one for each."""

    async def close(self) -> None:
        """Lets go of what was opened."""


class OwnAllowances:
    """Counts in the memory of this process, for itself alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._whole_at: dict[str, float] = {}

    @property
    def remembered(self) -> int:
        """How many keys stand in the memory."""
        return len(self._whole_at)

    async def take(self, *claims: Claim) -> float:
        """See Allowances."""
        now = self._clock()
        later = {each.key: max(self._whole_at.get(each.key, now), now) + each.gap for each in claims if each.most}
        wait = max((later[each.key] - now - each.seconds for each in claims if each.most), default=0.0)
        if wait > INSTANT:
            return wait
        for key, whole_at in later.items():
            self._make_room(key, now)
            self._whole_at[key] = whole_at
        return 0.0

    async def close(self) -> None:
        """Nothing was opened."""

    def _make_room(self, key: str, now: float) -> None:
        if key in self._whole_at or len(self._whole_at) < ROOM:
            return
        self._whole_at = {each: at for each, at in self._whole_at.items() if at > now}
        while len(self._whole_at) >= ROOM:  # the oldest goes: a flood from everywhere must not fill the memory
            del self._whole_at[next(iter(self._whole_at))]
