"""Puts addresses into the gazetteer: the council pack's sample at the start, a council's own from a file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from api.db.session import Database
from api.outside.gazetteer.address import Neighbour
from api.outside.gazetteer.csv_file import FileProblem, GazetteerRow, RemovedAddress, Unreadable, read
from api.outside.gazetteer.repository import GazetteerRepository

ADDRESSES = "addresses.csv"
NEIGHBOURS = "neighbours.csv"
BATCH = 2000  # rows to a statement


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. `unreadable` counts rows by why they were left out; `first` are the first of them."""

    put: int
    removed: int
    total: int
    unreadable: Mapping[str, int]
    first: tuple[Unreadable, ...]


async def load(database: Database, file: Path, *, replace: bool = False) -> LoadResult:
    """Loads a file, all of it or nothing. The sample goes; with `replace` what was loaded before goes too.

    Raises FileProblem, which says what is wrong with the file as a whole.
    """
    counts: Counter[str] = Counter()
    why: Counter[str] = Counter()
    first: list[Unreadable] = []
    with _opened(file) as lines:
        async with database.transaction() as session:
            gazetteer = GazetteerRepository(session)
            await gazetteer.alone()
            await gazetteer.remove_all("sample")
            if replace:
                await gazetteer.remove_all("loaded")
            for batch in _batches(read(lines), BATCH):
                # In the file's order, for a file may remove an address and bring it back: the last word counts.
                last = {row.uprn: row for row in batch if not isinstance(row, Unreadable)}
                entries = [row for row in last.values() if isinstance(row, GazetteerRow)]
                gone = [row.uprn for row in last.values() if isinstance(row, RemovedAddress)]
                await gazetteer.put(entries, "loaded")
                await gazetteer.remove(gone)
                counts.update(put=len(entries), removed=len(gone))
                left_out = [row for row in batch if isinstance(row, Unreadable)]
                why.update(row.why for row in left_out)
                first += left_out[: max(0, 5 - len(first))]
            total = await gazetteer.count()
            if not counts["put"] and not counts["removed"]:
                raise FileProblem("The file has no address that could be read, so nothing was changed.")
    return LoadResult(counts["put"], counts["removed"], total, dict(why), tuple(first))


async def seed(database: Database, pack: Path) -> int:
    """The pack's sample and its neighbours, as the pack has them now; nothing once a council loaded its own addresses.

    Returns how many addresses there are. Running it again changes nothing.
    """
    async with database.transaction() as session:
        gazetteer = GazetteerRepository(session)
        await gazetteer.alone()
        await gazetteer.put_neighbours(_neighbours(pack / NEIGHBOURS))
        if not await gazetteer.has_loaded() and (pack / ADDRESSES).exists():
            with _opened(pack / ADDRESSES) as lines:
                entries = [row for row in read(lines) if isinstance(row, GazetteerRow)]
            await gazetteer.remove_all("sample")
            await gazetteer.put(entries, "sample")
        return await gazetteer.count()


def _opened(file: Path) -> TextIO:
    try:
        return file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise FileProblem(f"{file} cannot be read: {error.strerror}.") from None


def _neighbours(file: Path) -> dict[str, Neighbour]:
    """The councils around ours by how their postcodes begin. `website` and `phone` may be missing."""
    if not file.exists():
        return {}
    with _opened(file) as lines:
        return {row["begins"].strip().upper(): _neighbour(row) for row in csv.DictReader(lines)}


def _neighbour(row: Mapping[str, str | None]) -> Neighbour:
    website = (row.get("website") or "").strip()
    safe = website if website.startswith(("https://", "http://")) else ""
    return Neighbour((row["council"] or "").strip(), safe, (row.get("phone") or "").strip())


def _batches(
    rows: Iterable[GazetteerRow | RemovedAddress | Unreadable], size: int
) -> Iterator[list[GazetteerRow | RemovedAddress | Unreadable]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
