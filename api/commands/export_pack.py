"""`reeve export-pack`: what is published now as a zip that another council can import."""

from __future__ import annotations

import asyncio
from pathlib import Path

from api.assistant import make_council
from api.db.server import DatabaseServer
from api.db.session import Database
from api.pages.sharing.service import Sharing
from api.settings import Settings
from api.wiring import make_composer


def export_pack(settings: Settings, out: Path) -> str:
    """Writes the zip; returns a line for a person."""
    council = make_council(settings)

    async def packed(url: str) -> bytes:
        database = Database(url, pool_size=2)
        try:
            return await Sharing(database, make_composer(council), council.pack, settings.council_pack).pack()
        finally:
            await database.close()

    with DatabaseServer(settings) as url:
        content = asyncio.run(packed(url))
    out.write_bytes(content)
    return f"The pack is in {out} ({len(content):,} bytes)."
