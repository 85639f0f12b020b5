"""What bookings and reports call: addresses of a postcode, the address that is meant, and whose a postcode is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from rapidfuzz import fuzz
from rapidfuzz.process import extract

from api.db.session import Database
from api.db.tables.gazetteer import GazetteerAddress
from api.kernel.outside_faults import Fault
from api.outside.gazetteer.address import Address, Neighbour
from api.outside.gazetteer.matching import LEAST, SAME, KnownAddress, TypedAddress, own_words, parse, score
from api.outside.gazetteer.repository import GazetteerRepository
from redaction.text.postcode import postcode_in

log = structlog.get_logger(__name__)
MOST_TEXT = 300  # signs of free text that are read
MOST_WORDS = 12
MOST_NEAR = 3  # words of streets that one written word may be meant for
BEST = 10
_BY_NUMBER = re.compile(r"(\d+)")


class Places(Protocol):
    """An outside gazetteer. Errors are `api.kernel.outside_faults`."""

    async def at_postcode(self, postcode: str) -> list[Address]:
        """The council's addresses at a postcode."""

    async def match(self, text: str) -> list[Address]:
        """Our addresses that fit a text, best first."""

    async def council_of(self, postcode: str) -> str | None:
        """Which other council a postcode belongs to."""


@dataclass(frozen=True)
class Gazetteer:
    """Addresses of this council: of its own table, or of an outside gazetteer with the table to fall back on."""

    database: Database
    places: Places | None = None

    async def at_postcode(self, postcode: str) -> list[Address]:
        """Every address of a postcode, by number; empty for a postcode outside the area, or one that is none."""
        known = postcode_in(postcode[:MOST_TEXT])
        if known is None:
            return []
        if self.places is not None:
            try:
                return await self._with_wards(await self.places.at_postcode(known))
            except Fault as fault:
                log.warning("gazetteer_fallback", reason=fault.reason)
        async with self.database.transaction() as session:
            found = await GazetteerRepository(session).at_postcode(known)
        return sorted((_address(row) for row in found), key=_reading_order)

    async def match(self, text: str) -> list[Address]:
        """The addresses that may be meant, best first, at most 10, each with a score; whoever wrote it confirms one."""
        if self.places is not None:
            try:
                return await self._with_wards(await self.places.match(text[:MOST_TEXT]))
            except Fault as fault:
                log.warning("gazetteer_fallback", reason=fault.reason)
        written = parse(text[:MOST_TEXT])
        scored = [(score(written, _known(row)), row) for row in await self._candidates(written)]
        best = sorted(
            (replace(_address(row), score=fits) for fits, row in scored if fits >= LEAST),
            key=lambda address: (-address.score, _reading_order(address)),
        )
        return best[:BEST]

    async def council_of(self, postcode: str) -> Neighbour | None:
        """The council that serves a postcode outside the area, where it is known; None for our own postcodes."""
        known = postcode_in(postcode[:MOST_TEXT])
        if known is None:
            return None
        async with self.database.transaction() as session:
            gazetteer = GazetteerRepository(session)
            if await gazetteer.at_postcode(known):
                return None
            told = await gazetteer.neighbour(known)
        if told is None and self.places is not None:
            try:
                named = await self.places.council_of(known)
                return Neighbour(named) if named else None
            except Fault as fault:
                log.warning("gazetteer_fallback", reason=fault.reason)
        return told

    async def _candidates(self, written: TypedAddress) -> Sequence[GazetteerAddress]:
        """Addresses worth comparing: those of the postcode, of streets that sound so, and of buildings named so."""
        async with self.database.transaction() as session:
            gazetteer = GazetteerRepository(session)
            found = {row.uprn: row for row in await gazetteer.at_postcode(written.postcode)} if written.postcode else {}
            if written.words:
                streets = _sound_like(written.words, await gazetteer.streets())
                near = await gazetteer.on_streets(streets, written.number) if streets else ()
                found |= {row.uprn: row for row in (*near, *await gazetteer.named(written.words))}
        return list(found.values())

    async def _with_wards(self, addresses: list[Address]) -> list[Address]:
        """Ours know their wards by name; those that we do not have keep what the outside gazetteer says."""
        async with self.database.transaction() as session:
            ours = await GazetteerRepository(session).by_uprn([address.uprn for address in addresses])
        return [replace(each, ward=ours[each.uprn].ward) if each.uprn in ours else each for each in addresses]


def _sound_like(words: Sequence[str], streets: Sequence[str]) -> list[str]:
    """The streets that have one of the words for their own, spelt so or nearly so."""
    own = sorted({word for street in streets for word in own_words(street)})
    meant = {near for word in words[:MOST_WORDS] for near in _near(word, own)}
    return [street for street in streets if meant & set(own_words(street))]


def _near(word: str, words: Sequence[str]) -> list[str]:
    found = extract(word, words, scorer=fuzz.ratio, limit=MOST_NEAR, score_cutoff=100 * SAME)
    return [near for near, _, _ in found]


def _address(row: GazetteerAddress) -> Address:
    return Address(row.uprn, row.line, row.postcode, row.ward, row.latitude, row.longitude)


def _known(row: GazetteerAddress) -> KnownAddress:
    return KnownAddress(row.flat, row.number, row.name, row.street, row.line, row.postcode)


def _reading_order(address: Address) -> tuple[tuple[bool, int, str], ...]:
    """2 before 14, and Flat 2 before Flat 10."""
    parts = _BY_NUMBER.split(address.line)
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts if part)
