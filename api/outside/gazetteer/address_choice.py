"""What the gazetteer makes of an address that somebody typed: one, several to choose from, or another council's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.outside.gazetteer.address import Address, Neighbour
from api.outside.gazetteer.service import BEST, Gazetteer
from redaction.text.postcode import postcode_in, without_postcodes

SURE = 0.9  # what fits worse is asked about: it may be the house next door
MOST_HOMES = 100  # to choose from; nobody reads more


@dataclass(frozen=True, slots=True)
class OneAddress:
    """The address that is meant; `sure` unless something was written otherwise."""

    address: Address
    sure: bool


@dataclass(frozen=True, slots=True)
class SeveralAddresses:
    """Addresses that fit equally well, or all of a postcode; `exact` unless none of them is as it was written."""

    addresses: tuple[Address, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class TooManyAddresses:
    """More addresses fit than anybody would choose from."""


@dataclass(frozen=True, slots=True)
class OtherCouncilsAddress:
    """An address that another council serves."""

    neighbour: Neighbour


Looked = OneAddress | SeveralAddresses | TooManyAddresses | OtherCouncilsAddress | None


async def choose_address(gazetteer: Gazetteer, clear: str) -> Looked:
    """What an address in clear may be; None where the gazetteer knows nothing of it."""
    postcode = postcode_in(clear)
    alone = not any(map(str.isalnum, without_postcodes(clear)))
    found = [] if postcode and alone else await gazetteer.match(clear)
    if postcode and not any(each.postcode == postcode for each in found):
        homes = await gazetteer.at_postcode(postcode)
        if homes and not found:
            return _chosen(homes, MOST_HOMES, exact=alone)
        if not homes and (neighbour := await gazetteer.council_of(postcode)):
            return OtherCouncilsAddress(neighbour)
    best = [each for each in found if each.score >= found[0].score]
    return _chosen(best, BEST - 1, exact=True) if best else None


def _chosen(found: Sequence[Address], most: int, *, exact: bool) -> Looked:
    if len(found) == 1:
        return OneAddress(found[0], exact and found[0].score >= SURE)
    return SeveralAddresses(tuple(found), exact) if len(found) <= most else TooManyAddresses()
