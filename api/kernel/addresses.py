"""What bookings and bin days need of the gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Address(Protocol):
    """A home. `line` is as on an envelope, without the postcode; `uprn` is its number in the national register.

    `score` is how well it fits the words that it was found by, 1 at most.
    """

    @property
    def uprn(self) -> str: ...
    @property
    def line(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def ward(self) -> str: ...
    @property
    def score(self) -> float: ...


class Gazetteer(Protocol):
    """Looks up the council's addresses, by postcode or by what somebody wrote."""

    async def at_postcode(self, postcode: str) -> Sequence[Address]:
        """Every address of a postcode, in order of number; none for one that is not the council's."""

    async def match(self, text: str) -> Sequence[Address]:
        """The addresses that words in clear may mean, best first, each with its score."""


def the_one(found: Sequence[Address]) -> Address | None:
    """The address that fits better than every other, if one does."""
    if not found or (len(found) > 1 and found[1].score >= found[0].score):
        return None
    return found[0]
