"""`reeve addresses load`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from api.db.server import DatabaseServer
from api.db.session import Database
from api.outside.gazetteer.csv_file import FileProblem
from api.outside.gazetteer.load import LoadResult, load
from api.settings import Settings


def load_addresses(settings: Settings, file: Path, *, replace: bool) -> str:
    """Loads a file into the gazetteer; returns lines that say what was done. A file that cannot be read ends it."""

    async def run(url: str) -> LoadResult:
        database = Database(url, pool_size=2)
        try:
            return await load(database, file, replace=replace)
        finally:
            await database.close()

    try:
        with DatabaseServer(settings) as url:
            return told(asyncio.run(run(url)))
    except FileProblem as problem:
        raise SystemExit(str(problem)) from None


def told(loaded: LoadResult) -> str:
    """What a load did, for a person."""
    lines = [f"{loaded.put:,} addresses loaded, {loaded.removed:,} removed. The gazetteer has {loaded.total:,} now."]
    lines += [f"{count:,} rows left out: {why}." for why, count in sorted(loaded.unreadable.items())]
    lines += [f"Row {row.row}: {row.why}." for row in loaded.first]
    return "\n".join(lines)
